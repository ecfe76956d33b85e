import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '../write-file-durably.ts';

/** `running.json`: how maintenance commands of the same user reach the running service. Mode 0600, gone after a stop. */
const runningSchema = z.object({
  pid: z.number(),
  url: z.string(),
  /** Opens the workstation as the terminal's own window; also proves to the service that the caller owns the directory. */
  launchToken: z.string(),
});
export type Running = z.infer<typeof runningSchema>;

function runningPath(dataDir: string): string {
  return join(dataDir, 'running.json');
}

export function writeRunning(dataDir: string, running: Running): void {
  writeFileDurably(runningPath(dataDir), JSON.stringify(running));
}

/** May tell of a process that was killed: the lock says whether one runs. */
export function readRunning(dataDir: string): Running | null {
  try {
    return runningSchema.parse(JSON.parse(readFileSync(runningPath(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

export function removeRunning(dataDir: string): void {
  rmSync(runningPath(dataDir), { force: true });
}
