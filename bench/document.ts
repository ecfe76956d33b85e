import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Loaded } from './document-load.ts';
import { lotId, lotIds, lots } from './document-lots.ts';
import { type Shape, shapes } from './document-shapes.ts';
import type { Figure } from './measure.ts';

const movements = Number(process.env.APOTHECA_BENCH_MOVEMENTS ?? 200_000);
const replicas = 8;

interface Measured {
  readonly bytes: number;
  readonly loadMs: number;
  readonly heapBytes: number;
  readonly localMicros: number;
  readonly remoteMicros: number;
  readonly updateBytes: number;
  readonly isRight: boolean;
  /** Movements whose cost was taken one by one. */
  readonly measured: number;
}

/** What each shape costs, in the same run on the same machine; the first one is the product's. */
export async function run(): Promise<readonly Figure[]> {
  const rows: (Measured & { name: string })[] = [];
  for (const shape of shapes) rows.push({ name: shape.name, ...(await measure(shape)) });
  const [ours] = rows;
  if (!ours) throw new Error('there is nothing to measure');
  return rows.flatMap((row) => {
    const ratio = (of: 'bytes' | 'loadMs' | 'heapBytes' | 'localMicros' | 'remoteMicros' | 'updateBytes') =>
      row === ours ? '' : ` (${(row[of] / ours[of]).toFixed(1)}x)`;
    return [
      { name: `${row.name}, ${row.measured} movements timed`, value: '' },
      { name: '  encoded', value: `${Math.round(row.bytes / 1024)} KB${ratio('bytes')}` },
      { name: '  load and read every lot', value: `${row.loadMs.toFixed(0)} ms${ratio('loadMs')}` },
      {
        name: '  heap and buffers of it',
        value: `${(row.heapBytes / 1024 / 1024).toFixed(1)} MB${ratio('heapBytes')}`,
      },
      { name: '  one movement here', value: `${row.localMicros.toFixed(1)} us${ratio('localMicros')}` },
      { name: '  one movement of a peer', value: `${row.remoteMicros.toFixed(1)} us${ratio('remoteMicros')}` },
      { name: '  update of one movement', value: `${Math.round(row.updateBytes)} bytes${ratio('updateBytes')}` },
      { name: '  stock comes out right', value: row.isRight ? 'yes' : 'NO', isMet: row.isRight },
    ];
  });
}

async function measure(shape: Shape): Promise<Measured> {
  const each = Math.floor(movements / replicas);
  const timed = Math.min(each, shape.sample ?? each);
  const { write, rest, hub } = await shape.open(replicas, lotIds());
  const expected = new Map<string, number>();
  let [localMs, remoteMs, updateBytes] = [0, 0, 0];
  for (let replica = 0; replica < replicas; replica += 1) {
    const all = movementsOf(replica, each);
    for (const [lot, delta] of all) expected.set(lot, (expected.get(lot) ?? 0) + delta);
    for (const [i, [lot, delta]] of all.slice(0, timed).entries()) {
      const started = performance.now();
      const update = write(replica, lot, delta, i * 3 + 1);
      const written = performance.now();
      hub.apply(update);
      remoteMs += performance.now() - written;
      localMs += written - started;
      updateBytes += update.length;
    }
    if (rest && timed < each) for (const update of rest(replica, all.slice(timed))) hub.apply(update);
  }
  const state = hub.encode();
  const loaded = loadElsewhere(shape.name, state);
  const measured = timed * replicas;
  const micros = 1_000 / measured;
  return {
    bytes: state.length,
    loadMs: loaded.ms,
    heapBytes: loaded.heapBytes,
    localMicros: localMs * micros,
    remoteMicros: remoteMs * micros,
    updateBytes: updateBytes / measured,
    isRight: [...expected].every(([lot, milli]) => loaded.stock[lot] === milli),
    measured,
  };
}

/** In a process of its own: what the writing left in memory would hide what the loading takes. */
function loadElsewhere(name: string, state: Uint8Array): Loaded {
  const args = ['--expose-gc', fileURLToPath(new URL('./document-load.ts', import.meta.url)), name];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { input: state, maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`loading ${name} failed: ${stderr}`);
  return JSON.parse(stdout.toString()) as Loaded;
}

/** What a replica does: one receipt in ten, the rest fills. */
function movementsOf(replica: number, count: number): [lot: string, delta: number][] {
  return Array.from({ length: count }, (_, i) => [
    lotId((i * 31 + replica * 7) % lots),
    i % 10 === 0 ? 300_000 : -30_000,
  ]);
}
