import { Worker } from 'node:worker_threads';
import { workerUrl } from '../install-paths.ts';
import { OperatorError } from '../operator-error.ts';
import type { TaskName, Tasks } from './tasks.ts';

type Message = { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly message: string };

/** Runs a task in a worker thread, so that the counter goes on meanwhile. */
export function runTask<N extends TaskName>(name: N, input: Tasks[N]['input']): Promise<Tasks[N]['output']> {
  return inWorker(name, input) as Promise<Tasks[N]['output']>;
}

function inWorker(name: TaskName, input: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('workers/maintenance'), { workerData: { name, input } });
    worker.once('message', (message: Message) => {
      if (message.ok) resolve(message.output);
      else reject(new OperatorError(message.message));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the task ${name} ended without an answer (exit ${code})`)));
  });
}
