import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGuardrails, generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killAll, runCli, runService, ServiceProcess } from './service-process.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-join-'));
const dir = (name: string) => join(root, name);
const demoPassword = 'apotheca-demo';
const alone = ['--no-discovery'];
const totp = () =>
  generateSync({
    secret: 'JBSWY3DPEHPK3PXP',
    epoch: Math.floor(Date.now() / 1000),
    guardrails: createGuardrails({ MIN_SECRET_BYTES: 10 }),
  });

let first: ServiceProcess;

async function start(name: string, ...args: string[]): Promise<ServiceProcess> {
  const service = await ServiceProcess.start(dir(name), [...alone, ...args]);
  await service.signIn('owner', demoPassword);
  return service;
}

async function codeOf(name: string): Promise<{ join: string; code: string; url: string }> {
  return (await first.call('POST', '/store/enrollments', { name })).body;
}

async function statusOf(service: ServiceProcess) {
  return (await service.call('GET', '/system/status')).body;
}

async function digestsOf(service: ServiceProcess) {
  const { ledger, projectionsDigest, inventoryDigest } = await statusOf(service);
  return JSON.stringify([ledger.digest, projectionsDigest, inventoryDigest]);
}

async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const alike = (...services: ServiceProcess[]) =>
  until('the same digests', async () => new Set(await Promise.all(services.map(digestsOf))).size === 1);

const change = async (service: ServiceProcess, phone: string) => {
  const answer = await service.call('PATCH', '/store/profile', { phone });
  expect(answer.status).toBe(200);
};

/** Store keys in a plain key file, as many as were made. */
function keysIn(name: string): string[] {
  const file = JSON.parse(readFileSync(join(dir(name), 'keys.json'), 'utf8')) as { secrets: string };
  const secrets = JSON.parse(Buffer.from(file.secrets, 'base64').toString('utf8'));
  return (secrets.storeKeys as { id: string }[]).map((key) => key.id);
}

beforeAll(async () => {
  first = await start('first', '--demo');
}, 120_000);

afterAll(() => {
  killAll();
  rmSync(root, { recursive: true, force: true });
});

describe('joining', { timeout: 180_000 }, () => {
  test('NOD-40 an empty directory becomes a terminal of the running store, and both hear of each other', async () => {
    const { join: line } = await codeOf('Drive-through');
    await change(first, '6145550101');
    const second = await start('second', '--join', line);
    await alike(first, second);
    const status = await statusOf(second);
    expect(status).toMatchObject({ storeId: (await statusOf(first)).storeId, membership: { name: 'Drive-through' } });
    expect(Object.keys(status.ledger.vector)).toHaveLength(2);
    await change(second, '6145550102');
    await change(first, '6145550103');
    await alike(first, second);
    expect((await second.call('GET', '/drugs?q=lisinopril')).body.items.length).toBeGreaterThan(0);

    // One folded as it came, upon a copy; the other folds all of its ledger anew.
    expect(await second.stop()).toBe(0);
    const rebuilt = await runCli(['rebuild', '--data-dir', dir('second')]);
    expect(rebuilt.code, rebuilt.stderr).toBe(0);
    const again = await start('second', '--demo', '--join', line);
    await alike(first, again);
    expect(await again.stop()).toBe(0);
  });

  test('NOD-41 what cannot be joined is told in one line, and nothing is changed', async () => {
    const { url, join: line } = await codeOf('Nobody');
    const joinInto = (name: string, what: string, ...more: string[]) =>
      runService(['--headless', ...alone, '--data-dir', dir(name), '--join', what, ...more]);
    const wrong = await joinInto('wrong', `${url}#AAAA-AAAA-AAAA-AAAA`);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/^The code was not accepted: .* Make a new code there.*\n$/);
    expect((await joinInto('second', line)).stderr).toMatch(/holds a store already, which --join would lose/);
    writeFileSync(dir('file.txt'), 'x');
    expect((await joinInto('.', line)).stderr).toMatch(/is not empty\. --join needs an empty/);
    // The address that guessed waits its second out.
    expect((await joinInto('florida', line, '--demo=us_fl')).stderr).toMatch(/holds the demo of us_oh/);
    expect((await joinInto('other', line)).stderr).toMatch(/^This code was used by another terminal\./);
    expect((await first.call('GET', '/store/enrollments')).body.items).toEqual([]);
    expect(readdirSync(root).filter((name) => name.includes('wrong'))).toEqual([]);
  });

  test('NOD-42 killed at any moment, the same command goes on; once joined it simply starts', async () => {
    const { join: line } = await codeOf('Counter 3');
    const args = ['--headless', ...alone, '--data-dir', dir('third'), '--join', line];
    for (const ms of [1_200, 1_700, 2_300, 3_000]) {
      const run = ServiceProcess.start(dir('third'), args.slice(3)).catch(() => null);
      await Promise.race([run, new Promise((resolve) => setTimeout(resolve, ms))]);
      killAllBut(first);
    }
    const third = await start('third', '--join', line);
    await alike(first, third);
    const { items } = (await first.call('GET', '/store/terminals')).body;
    expect(items.filter((one: { name: string }) => one.name === 'Counter 3')).toHaveLength(1);
    await third.stop();
  });

  test('NOD-45 a terminal restored from its backup of before goes on as a new incarnation, and the others do nothing', async () => {
    const { join: line } = await codeOf('Counter 4');
    const fourth = await start('fourth', '--join', line);
    const backup = dir('fourth.backup');
    expect((await runCli(['backup', backup, '--data-dir', dir('fourth')])).code).toBe(0);
    await change(fourth, '6145550104');
    await change(first, '6145550105');
    await alike(first, fourth);
    const { terminalId } = fourth;
    expect(await fourth.stop()).toBe(0);
    const restored = await runCli(['restore', backup, '--data-dir', dir('fourth')]);
    expect(restored.code, restored.stderr).toBe(0);
    const again = await start('fourth', '--demo');
    expect(again.terminalId).toBe(terminalId);
    await alike(first, again);
    await change(again, '6145550106');
    await alike(first, again);
    const { vector } = (await statusOf(first)).ledger;
    expect(Object.keys(vector).filter((origin) => origin.startsWith(terminalId))).toHaveLength(2);
    await again.stop();
  });

  test('NOD-46 the key rotates for those who stay, and a backup of before it gets the new one', async () => {
    const out = await start('out', '--join', (await codeOf('Lost')).join);
    const stays = await start('stays', '--join', (await codeOf('Stays')).join);
    await alike(first, out, stays);
    const backup = dir('stays.backup');
    expect((await runCli(['backup', backup, '--data-dir', dir('stays')])).code).toBe(0);
    const revoked = await first.call('POST', `/store/terminals/${out.terminalId}/revocation`, {
      reason: 'stolen from the car',
      totp: totp(),
    });
    expect(revoked.status, JSON.stringify(revoked.body)).toBe(200);
    await until('the new key', async () => keysIn('stays').length === 2);
    await change(first, '6145550107');
    await alike(first, stays);
    expect(keysIn('stays')).toEqual(keysIn('first'));
    await until('the lost one is refused', async () =>
      (await statusOf(out)).peers.every((one: { connected: boolean }) => !one.connected),
    );
    expect(keysIn('out')).toHaveLength(1);
    expect((await out.call('GET', '/store/profile')).body.phone).not.toBe('6145550107');

    await stays.stop();
    rmSync(dir('stays'), { recursive: true });
    const restored = await runCli(['restore', backup, '--data-dir', dir('stays')]);
    expect(restored.code, restored.stderr).toBe(0);
    expect(restored.stdout).toMatch(/now the terminal that made the backup/);
    const again = await start('stays', '--demo');
    expect(again.terminalId).toBe(stays.terminalId);
    await alike(first, again);
    await until('the key again', async () => keysIn('stays').length === 2);
    expect((await again.call('GET', '/store/profile')).body.phone).toBe('6145550107');
  });
});

function killAllBut(kept: ServiceProcess): void {
  killAll((child) => child !== kept.child);
}
