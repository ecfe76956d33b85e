import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SoakPart } from './part.ts';

const worker = fileURLToPath(new URL('./simulation.worker.ts', import.meta.url));
/** Seeds a worker runs before it asks for more. */
const atOnce = 25;

interface Finished {
  readonly runs: number;
  readonly faults: readonly { readonly seed: number; readonly faults: readonly string[] }[];
}

/** Simulated stores, on every core. */
export async function simulation({ from, count }: { from: number; count: number }): Promise<SoakPart> {
  let next = from;
  let runs = 0;
  const faults: Finished['faults'][number][] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const thread = new Worker(worker);
      const more = () => {
        if (next >= from + count) {
          thread.postMessage(null);
          return;
        }
        thread.postMessage({ from: next, to: Math.min(next + atOnce, from + count) });
        next += atOnce;
      };
      thread.on('message', (finished: Finished) => {
        runs += finished.runs;
        faults.push(...finished.faults);
        for (const fault of finished.faults) console.error(JSON.stringify(fault));
        if (runs % 500 === 0) console.log(`${runs} of ${count} seeds`);
        more();
      });
      thread.once('error', reject);
      thread.once('exit', () => resolve());
      more();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return { isSound: faults.length === 0 && runs === count, report: { runs, faults: faults.slice(0, 10) } };
}
