import { RelayRecording } from '../../apps/desktop/tests/service/mesh/relay-recording.ts';
import { searchRelay } from '../../apps/desktop/tests/service/mesh/relay-secrecy.ts';
import { runStoreOfFour } from '../../apps/desktop/tests/service/mesh/store-of-four.ts';
import { killRelays } from '../../apps/desktop/tests/service/relay-process.ts';
import { killAll } from '../../apps/desktop/tests/service/service-process.ts';
import { ms, spreadOf } from '../../bench/measure.ts';
import { inDirectory, type SoakPart } from './part.ts';

const aimMs = 100;

/** Four real terminals and a relay work, are cut off and killed; then all are equal and the relay has read nothing. */
export function mesh({ minutes, seed }: { minutes: number; seed: number }): Promise<SoakPart> {
  return inDirectory(
    `--mesh --seed ${seed} --minutes ${minutes}`,
    async (dir) => {
      const recording = new RelayRecording();
      const { world, convergenceMs, ...report } = await runStoreOfFour({
        dir,
        seed,
        troubleMs: minutes * 60_000,
        probes: 200,
        isThorough: true,
        tap: recording.tap,
        log: (line) => console.log(line),
      });
      const { p50Ms, p99Ms, count } = spreadOf(convergenceMs);
      const verdict = p99Ms < aimMs ? 'met' : 'MISSED';
      console.log(`convergence of ${count} arrivals: p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}; aim ${aimMs} ms ${verdict}`);
      const { found, ...secrecy } = await searchRelay(world, recording);
      if (found.length > 0) throw new Error(`the relay could read ${JSON.stringify(found.slice(0, 3))}`);
      for (const [form, count] of Object.entries(secrecy.control)) {
        if (count !== secrecy.texts) throw new Error(`the search finds ${count} of ${secrecy.texts} texts in ${form}`);
      }
      return { ...report, convergence: { p50Ms, p99Ms, count }, relay: secrecy };
    },
    () => {
      killAll();
      killRelays();
    },
  );
}
