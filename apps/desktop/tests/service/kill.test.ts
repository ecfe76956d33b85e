import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { killRounds } from './kill-rounds.ts';
import { killAll } from './service-process.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-kill-'));
afterAll(() => {
  killAll();
  rmSync(dir, { recursive: true, force: true });
});

test('SVC-94 ten kills under load lose nothing that was answered', { timeout: 900_000 }, async () => {
  const seed = Number(process.env.APOTHECA_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const report = await killRounds({ rounds: 10, seed, dataDir: join(dir, 'store'), log });
  expect(report.answered).toBeGreaterThan(50);
  expect(report.cutOff).toBeGreaterThan(0);
});
