import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGuardrails, generateSync } from 'otplib';
import { afterAll, describe, expect, test } from 'vitest';
import { eventually } from '../../src/service/testing/sync-terminal.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { killAll, ServiceProcess } from './service-process.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-sync-'));
afterAll(() => {
  killAll();
  rmSync(root, { recursive: true, force: true });
});

async function start(name: string, args: readonly string[]): Promise<ServiceProcess> {
  const service = await ServiceProcess.start(join(root, name), ['--no-discovery', ...args]);
  await service.signIn('owner', 'apotheca-demo');
  return service;
}

const status = async (service: ServiceProcess) => (await service.call('GET', '/system/status')).body;
const peersOf = async (service: ServiceProcess): Promise<{ terminalId: string; connected: boolean }[]> =>
  (await status(service)).peers;

async function codeOf(service: ServiceProcess): Promise<string> {
  const answer = await service.call('POST', '/store/enrollments', { name: 'Another' });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body.code;
}

function alike(...services: ServiceProcess[]) {
  return eventually(
    'digests',
    async () =>
      (await Promise.all(services.map(status))).map((one) => [
        one.ledger.digest,
        one.projectionsDigest,
        one.inventoryDigest,
      ]),
    (all) => all.every((one) => String(one) === String(all[0])),
    30_000,
  );
}

let patients = 0;
async function newPatient(service: ServiceProcess): Promise<string> {
  patients += 1;
  const answer = await service.call('POST', '/patients', {
    name: { given: 'Sync', family: `Testing${patients}` },
    birthDate: `1961-04-${String(patients + 10)}`,
    sex: 'female',
    phones: [],
    address: { line1: '1 Main St', city: 'Columbus', state: 'OH', postalCode: '43215' },
    allergies: [],
    conditions: [],
  });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body.id;
}

async function arrives(patientId: string, service: ServiceProcess): Promise<number> {
  const startMs = performance.now();
  await eventually(
    'patient',
    async () => (await service.call('GET', `/patients/${patientId}`)).status,
    (code) => code === 200,
    30_000,
  );
  return performance.now() - startMs;
}

// Each start from source takes seconds on a busy machine.
describe('real terminals of a store', { timeout: 180_000 }, () => {
  test('NET-50 two join, all three work as one through cuts and kills, and stop cleanly', async () => {
    const a = await start('a', ['--demo']);
    const proxy = await CuttingProxy.to(a.syncUrl);
    const b = await start('b', ['--join', `${a.syncUrl}#${await codeOf(a)}`, '--peer', proxy.url]);
    let c = await start('c', ['--join', `${a.syncUrl}#${await codeOf(a)}`]);
    await alike(a, b, c);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) times.push(await arrives(await newPatient(a), b));
    // The best of five: how fast it is when this machine has nothing else to do.
    expect(Math.min(...times)).toBeLessThan(100);

    proxy.set('cut');
    await eventually(
      'cut',
      () => peersOf(b),
      (peers) => peers.every((peer) => !peer.connected),
    );
    const [onA, onB] = [await newPatient(a), await newPatient(b)];
    await c.kill();
    proxy.set('fair');
    await Promise.all([arrives(onA, b), arrives(onB, a)]);
    c = await start('c', ['--demo']);
    await Promise.all([arrives(onA, c), arrives(onB, c)]);
    await alike(a, b, c);

    const revoked = await a.call('POST', `/store/terminals/${c.terminalId}/revocation`, {
      reason: 'stolen',
      totp: generateSync({
        secret: 'JBSWY3DPEHPK3PXP',
        epoch: Math.floor(Date.now() / 1000),
        guardrails: createGuardrails({ MIN_SECRET_BYTES: 10 }),
      }),
    });
    expect(revoked, JSON.stringify(revoked.body)).toMatchObject({ status: 200 });
    await eventually(
      'put out',
      () => peersOf(c),
      (peers) => peers.every((peer) => !peer.connected),
    );
    await arrives(await newPatient(b), a);
    await alike(a, b);
    const metrics = await (await fetch(`${a.url}/metrics`)).text();
    expect(metrics).toMatch(/apotheca_sync_links\{kind="direct"\} 1\n/);
    expect(metrics).toMatch(/apotheca_sync_rows_total\{direction="in"\} \d+\n/);
    for (const service of [a, b, c]) expect(await service.stop()).toBe(0);
    await proxy.close();
  });
});
