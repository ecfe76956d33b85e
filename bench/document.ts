import { encodeBytes, shapes } from './document-shapes.ts';
import type { Figure } from './measure.ts';

const movements = Number(process.env.APOTHECA_BENCH_MOVEMENTS ?? 200_000);
const lots = 3_000;
const replicas = 8;

/** What each shape costs, in the same run on the same machine; the first one is the product's. */
export async function run(): Promise<readonly Figure[]> {
  const rows = [];
  for (const shape of shapes) rows.push({ name: shape.name, ...(await measure(shape)) });
  const [ours] = rows;
  if (!ours) throw new Error('there is nothing to measure');
  return rows.flatMap((row) => {
    const ratio = (of: 'bytes' | 'loadMs' | 'heapBytes' | 'localMicros' | 'remoteMicros' | 'updateBytes') => {
      const [theirs, here] = [row[of], ours[of]];
      return row === ours || theirs === null || here === null ? '' : ` (${(theirs / here).toFixed(1)}x)`;
    };
    const scaled = row.scaled > 1 ? `, ${row.count} movements, bytes and load x${row.scaled}` : '';
    return [
      { name: `${row.name}${scaled}`, value: '' },
      { name: '  encoded', value: `${Math.round(row.bytes / 1024)} KB${ratio('bytes')}` },
      { name: '  load and read every lot', value: `${row.loadMs.toFixed(1)} ms${ratio('loadMs')}` },
      { name: '  heap and buffers of it', value: encodeBytes(row.heapBytes) + ratio('heapBytes') },
      { name: '  one movement here', value: `${row.localMicros.toFixed(1)} us${ratio('localMicros')}` },
      { name: '  one movement of a peer', value: `${row.remoteMicros.toFixed(1)} us${ratio('remoteMicros')}` },
      { name: '  update of one movement', value: `${Math.round(row.updateBytes)} bytes${ratio('updateBytes')}` },
      { name: '  stock comes out right', value: row.isRight ? 'yes' : 'NO', isMet: row.isRight },
    ];
  });
}

type Measured = {
  readonly bytes: number;
  readonly loadMs: number;
  readonly heapBytes: number | null;
  readonly localMicros: number;
  readonly remoteMicros: number;
  readonly updateBytes: number;
  readonly isRight: boolean;
  readonly count: number;
  /** A shape that would take minutes does a part of the movements; what grows with their number is multiplied. */
  readonly scaled: number;
};

async function measure(shape: (typeof shapes)[number]): Promise<Measured> {
  const count = Math.floor(movements / shape.divisor);
  const { write, hub } = await shape.open(replicas, lotIds());
  const expected = new Map<string, number>();
  let [localMs, remoteMs, updateBytes] = [0, 0, 0];
  for (let replica = 0; replica < replicas; replica += 1) {
    for (let i = 0; i < count / replicas; i += 1) {
      const lot = lotId((i * 31 + replica * 7) % lots);
      const delta = i % 10 === 0 ? 300_000 : -30_000;
      const started = performance.now();
      const update = write(replica, lot, delta, i * 3 + 1);
      const written = performance.now();
      hub.apply(update);
      remoteMs += performance.now() - written;
      localMs += written - started;
      updateBytes += update.length;
      expected.set(lot, (expected.get(lot) ?? 0) + delta);
    }
  }
  const state = hub.encode();
  hub.free();
  const loaded = await load(shape, state);
  const isRight = [...expected].every(([lot, milli]) => loaded.stock.get(lot) === milli);
  const scaled = shape.divisor;
  const micros = 1_000 / count;
  return {
    bytes: state.length * scaled,
    loadMs: loaded.ms * scaled,
    heapBytes: loaded.heapBytes === null ? null : loaded.heapBytes * scaled,
    localMicros: localMs * micros,
    remoteMicros: remoteMs * micros,
    updateBytes: updateBytes / count,
    isRight,
    count,
    scaled,
  };
}

async function load(shape: (typeof shapes)[number], state: Uint8Array) {
  const collect = (globalThis as { gc?: () => void }).gc;
  const held = () => {
    collect?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const started = performance.now();
  const document = await shape.load(state);
  const stock = document.read(lotIds());
  const ms = performance.now() - started;
  const heapBytes = collect ? held() - before : null;
  document.free();
  return { ms, stock, heapBytes };
}

/** Ids as long as the product's: 16 characters, no common prefix beyond `lot_`. */
function lotId(index: number): string {
  const scrambled = Math.imul(index + 1, 2_654_435_761) >>> 0;
  return `lot_${scrambled.toString(36).padStart(7, '0')}${(index * 7919).toString(36).padStart(5, '0')}`;
}

let ids: string[] | null = null;
function lotIds(): string[] {
  ids ??= Array.from({ length: lots }, (_, i) => lotId(i));
  return ids;
}
