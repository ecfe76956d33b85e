import type { TaskRunner } from './run-task.ts';
import { tasks } from './tasks.ts';

/** In the calling thread: for a command that has nothing else to do and a store too small to divide. */
export const runInline: TaskRunner = async (name, input) => tasks[name](input);
