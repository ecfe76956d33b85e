import { readFileSync } from 'node:fs';
import { lotIds } from './document-lots.ts';
import { shapes } from './document-shapes.ts';

export interface Loaded {
  readonly ms: number;
  readonly heapBytes: number;
  readonly stock: Readonly<Record<string, number>>;
}

/** Loads the document on standard input in the shape of the first argument, and says what it took. */
async function load(name: string | undefined): Promise<Loaded> {
  const shape = shapes.find((one) => one.name === name);
  const collect = (globalThis as { gc?: () => void }).gc;
  if (!shape || !collect) throw new Error('a shape and --expose-gc are needed');
  const state = new Uint8Array(readFileSync(0));
  const held = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const started = performance.now();
  const document = await shape.load(state);
  const stock = document.read(lotIds());
  const ms = performance.now() - started;
  // The bytes themselves are counted on both sides.
  const heapBytes = state.length > 0 ? held() - before : 0;
  document.free();
  return { ms, heapBytes, stock: Object.fromEntries(stock) };
}

if (process.argv[1] === import.meta.filename) process.stdout.write(JSON.stringify(await load(process.argv[2])));
