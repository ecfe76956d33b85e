/**
 * `npm run soak -- [PART ...] [--seed N]`: what a test run has no time for. Without a part all of them run.
 *
 * --kills        kills the real service under load, --rounds times (200)
 * --mesh         four terminals and a relay through cuts and kills, for --minutes (10)
 * --simulation   simulated stores, --seeds of them (10,000) from --from (0)
 * --fuzz         altered messages, --frames of them (1,000,000)
 *
 * Prints its seeds, so that a run can be repeated.
 */
import { parseArgs } from 'node:util';
import type { SoakPart } from './part.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'boolean' },
    mesh: { type: 'boolean' },
    simulation: { type: 'boolean' },
    fuzz: { type: 'boolean' },
    seed: { type: 'string' },
    rounds: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '10' },
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    frames: { type: 'string', default: '1000000' },
  },
});

function number(name: 'rounds' | 'minutes' | 'seeds' | 'from' | 'frames', min: number): number {
  const given = Number(values[name]);
  if (Number.isFinite(given) && given >= min && (name === 'minutes' || Number.isInteger(given))) return given;
  console.error(`--${name} takes a number from ${min} on.`);
  process.exit(1);
}

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(seed)) {
  console.error('--seed takes a whole number.');
  process.exit(1);
}

const sizes = {
  rounds: number('rounds', 1),
  minutes: number('minutes', 0.1),
  seeds: number('seeds', 1),
  from: number('from', 0),
  frames: number('frames', 1),
};
const parts: Record<'kills' | 'mesh' | 'simulation' | 'fuzz', () => Promise<SoakPart>> = {
  kills: async () => (await import('./kills.ts')).kills({ rounds: sizes.rounds, seed }),
  mesh: async () => (await import('./mesh.ts')).mesh({ minutes: sizes.minutes, seed }),
  simulation: async () => (await import('./simulation.ts')).simulation({ from: sizes.from, count: sizes.seeds }),
  fuzz: async () => (await import('./fuzz.ts')).fuzz({ frames: sizes.frames, seed }),
};

const names = Object.keys(parts) as (keyof typeof parts)[];
const asked = names.filter((name) => values[name]);
for (const name of asked.length > 0 ? asked : names) {
  console.log(`\n${name}`);
  const startedMs = performance.now();
  const part = await parts[name]();
  const verdict = part.isSound ? 'sound' : 'NOT SOUND';
  console.log(
    `${JSON.stringify(part.report)}\n${name}: ${verdict}, ${Math.round((performance.now() - startedMs) / 1000)} s`,
  );
  if (!part.isSound) process.exitCode = 1;
}
