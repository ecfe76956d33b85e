/**
 * `npm run soak -- [--rounds N] [--seed N]`: kills the real service under load, again and again, and checks that
 * nothing that was answered is lost. Prints its seed, so that a run can be repeated.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killRounds } from '../../apps/desktop/tests/service/kill-rounds.ts';
import { killAll } from '../../apps/desktop/tests/service/service-process.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('--rounds and --seed take whole numbers.');
  process.exit(1);
}

const dir = mkdtempSync(join(tmpdir(), 'apotheca-soak-'));
let isSound = false;
try {
  const report = await killRounds({ rounds, seed, dataDir: join(dir, 'store'), log: (line) => console.log(line) });
  console.log(`${JSON.stringify(report)}\nNothing that was answered was lost.`);
  isSound = true;
} catch (error) {
  console.error(error);
  console.error(`The store is left in ${dir} for a look. Repeat with --seed ${seed} --rounds ${rounds}.`);
  process.exitCode = 1;
} finally {
  killAll();
  if (isSound) rmSync(dir, { recursive: true, force: true });
}
