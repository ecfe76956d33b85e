import { parentPort, workerData } from 'node:worker_threads';
import { OperatorError } from '../operator-error.ts';
import { type TaskName, tasks } from './tasks.ts';

const { name, input } = workerData as { name: TaskName; input: never };
try {
  parentPort?.postMessage({ ok: true, output: tasks[name](input) });
} catch (error) {
  // An error class does not survive the way between threads; what the operator may read does.
  if (!(error instanceof OperatorError)) throw error;
  parentPort?.postMessage({ ok: false, message: error.message });
}
