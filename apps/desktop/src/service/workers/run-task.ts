import { Worker } from 'node:worker_threads';
import { workerUrl } from '../install-paths.ts';
import { OperatorError } from '../operator-error.ts';
import type { TaskName, Tasks } from './tasks.ts';

/** Carries out a task, in a thread of its own or right here. */
export type TaskRunner = <N extends TaskName>(name: N, input: Tasks[N]['input']) => Promise<Tasks[N]['output']>;

type Message = { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly message: string };

/** In a worker thread, so that the counter goes on meanwhile. */
export const runInThread: TaskRunner = (name, input) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('workers/maintenance'), { workerData: { name, input } });
    worker.once('message', (message: Message) => {
      if (message.ok) resolve(message.output as never);
      else reject(new OperatorError(message.message));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the task ${name} ended without an answer (exit ${code})`)));
  });
