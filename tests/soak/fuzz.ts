import { fuzzFrames } from '../../packages/core/src/replication/testing/fuzz-frames.ts';
import type { SoakPart } from './part.ts';

const atOnce = 20_000;
const heapGrowthMax = 64 * 1024 * 1024;

/** Altered messages of a real exchange crash nothing and change nothing. */
export async function fuzz({ frames, seed }: { frames: number; seed: number }): Promise<SoakPart> {
  const sum = { frames: 0, foreignRows: 0, closed: 0, taken: 0, heapGrowthBytes: 0 };
  const otherCodes = new Set<unknown>();
  for (let part = 0; sum.frames < frames; part += 1) {
    const result = fuzzFrames(Math.min(atOnce, frames - sum.frames), seed + part);
    sum.frames += result.frames;
    sum.foreignRows += result.foreignRows;
    sum.closed += result.closed;
    sum.taken += result.taken;
    sum.heapGrowthBytes = Math.max(sum.heapGrowthBytes, result.heapGrowthBytes);
    for (const code of result.otherCodes) otherCodes.add(code);
  }
  const isSound = sum.foreignRows === 0 && otherCodes.size === 0 && sum.heapGrowthBytes < heapGrowthMax;
  return { isSound, report: { ...sum, otherCodes: [...otherCodes], seed } };
}
