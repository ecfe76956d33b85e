import { expect } from 'vitest';
import { simulate } from './run.ts';
import type { Breakage } from './terminal.ts';

/** Runs these seeds and fails with the seed of the first run that went wrong. */
export function expectSound(seeds: { from: number; to: number }): void {
  const seen = { commands: 0, crashes: 0, restores: 0, partitions: 0 };
  for (let seed = seeds.from; seed < seeds.to; seed += 1) {
    const report = simulate(seed);
    expect(report.faults, `seed ${seed}`).toEqual([]);
    for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += report[key];
  }
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
}

/** Runs seeds until the broken variant is noticed. */
export function expectNoticed(breakage: Breakage, seedsMax: number): void {
  for (let seed = 0; seed < seedsMax; seed += 1) if (simulate(seed, breakage).faults.length > 0) return;
  expect.fail(`${JSON.stringify(breakage)} was not noticed in ${seedsMax} seeds`);
}
