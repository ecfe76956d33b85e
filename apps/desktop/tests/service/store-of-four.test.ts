import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RelayRecording } from './mesh/relay-recording.ts';
import { searchRelay } from './mesh/relay-secrecy.ts';
import { runStoreOfFour } from './mesh/store-of-four.ts';
import { killRelays } from './relay-process.ts';
import { killAll } from './service-process.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-mesh-'));
afterAll(() => {
  killAll();
  killRelays();
  rmSync(dir, { recursive: true, force: true });
});

test('NET-52 NET-53 four terminals and a relay through cuts and kills end equal, and the relay has read nothing', {
  timeout: 300_000,
}, async () => {
  const seed = Number(process.env.APOTHECA_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const recording = new RelayRecording();
  const report = await runStoreOfFour({ dir, seed, troubleMs: 10_000, probes: 8, tap: recording.tap, log });
  expect(report.answered).toBeGreaterThan(50);
  expect(report.kills).toBeGreaterThan(0);
  expect(report.cuts).toBeGreaterThan(2);
  expect(report.convergenceMs).toHaveLength(2 * 8 * 3);

  const secrecy = await searchRelay(report.world, recording);
  expect(secrecy.texts).toBeGreaterThan(100);
  expect(secrecy.rows).toBeGreaterThan(500);
  for (const [form, count] of Object.entries(secrecy.control)) expect(count, form).toBe(secrecy.texts);
  expect(secrecy.found).toEqual([]);
});
