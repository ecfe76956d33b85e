import { parentPort, workerData } from 'node:worker_threads';
import { type BuildOrder, runBuild } from './run-build.ts';

const outcome = runBuild(workerData as BuildOrder, (tick) => parentPort?.postMessage({ tick }));
parentPort?.postMessage({ outcome });
