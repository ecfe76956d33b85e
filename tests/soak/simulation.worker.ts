import { parentPort } from 'node:worker_threads';
import { simulate } from '../../packages/core/src/testing/simulation/run.ts';

parentPort?.on('message', (range: { from: number; to: number } | null) => {
  if (!range) {
    parentPort?.close();
    return;
  }
  const faults: { seed: number; faults: readonly string[] }[] = [];
  for (let seed = range.from; seed < range.to; seed += 1) {
    const report = simulate(seed);
    if (report.faults.length > 0) faults.push({ seed, faults: report.faults });
  }
  parentPort?.postMessage({ runs: range.to - range.from, faults });
});
