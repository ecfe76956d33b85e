import { statSync } from 'node:fs';
import { runInline } from '../workers/run-inline.ts';
import { runInThread, type TaskRunner } from '../workers/run-task.ts';

/** Below this, starting threads takes longer than the work. */
const divideFromBytes = 64 * 1024 * 1024;

export function chooseRunner(file: string): TaskRunner {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size < divideFromBytes ? runInline : runInThread;
}
