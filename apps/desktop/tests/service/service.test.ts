import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { killAll, owner, runCli, runService, ServiceProcess, setUpStore } from './service-process.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-service-'));
afterAll(() => {
  killAll();
  rmSync(root, { recursive: true, force: true });
});

// A dozen starts from source: on a busy machine each takes seconds.
describe('the service as a process', { timeout: 180_000 }, () => {
  const dir = join(root, 'store');

  test('SVC-5 SVC-6 SVC-7 it says ready in one line, holds its directory, and stops cleanly', async () => {
    const service = await ServiceProcess.start(dir);
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const health = await fetch(`${service.url}/health`);
    expect(await health.json()).toEqual({ status: 'ok', fault: null });
    const second = await runService(['--headless', '--data-dir', dir]);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(/^\S+ is in use by a running Apotheca\..*\n$/);
    await setUpStore(service);
    expect(await service.stop()).toBe(0);
    expect(existsSync(join(dir, 'store.db-wal'))).toBe(false);
    expect(existsSync(join(dir, 'running.json'))).toBe(false);
    const verified = await runCli(['verify', '--data-dir', dir]);
    expect(verified.stdout).toMatch(/0 not yet sealed/);
    const again = await ServiceProcess.start(dir);
    expect(again.terminalId).toBe(service.terminalId);
    await again.stop();
  });

  test.each([
    [['--prot', '1'], /^Unknown flag --prot/],
    [['--join', 'x'], /--join is not an address/],
    [['--host', '0.0.0.0'], /needs --tls-cert/],
  ])('SVC-2 a start with %j ends with one line and exit 1', async (args, expected) => {
    const finished = await runService(['--data-dir', join(root, 'never'), ...args]);
    expect(finished).toMatchObject({ code: 1, stdout: '' });
    expect(finished.stderr).toMatch(expected);
    expect(finished.stderr.trimEnd()).not.toContain('\n');
    expect(existsSync(join(root, 'never'))).toBe(false);
  });

  test('SVC-5 a taken port is said in one line', async () => {
    const service = await ServiceProcess.start(dir);
    const port = new URL(service.url).port;
    const finished = await runService(['--data-dir', join(root, 'other'), '--port', port]);
    expect(finished.code).toBe(1);
    expect(finished.stderr).toMatch(new RegExp(`Port ${port} is taken\\.`));
    await service.stop();
  });

  test('SVC-93 SVC-46 backup, status, verify and export work beside it, and need its token', async () => {
    const service = await ServiceProcess.start(dir);
    await service.signIn(owner.username, owner.password);
    const backup = join(root, 'live.backup');
    const ledger = join(root, 'live.ledger');
    for (const args of [['backup', backup], ['export-ledger', ledger], ['verify'], ['modules']]) {
      expect(await runCli([...args, '--data-dir', dir])).toMatchObject({ code: 0, stderr: '' });
    }
    const status = JSON.parse((await runCli(['status', '--data-dir', dir])).stdout);
    const overRest = (await service.call('GET', '/system/status')).body;
    expect(status).toMatchObject({ running: true, terminalId: service.terminalId, storeId: overRest.storeId });
    expect((await runCli(['verify', backup])).code).toBe(0);
    expect((await runCli(['verify', ledger])).code).toBe(0);
    const refused = await runCli(['rebuild', '--data-dir', dir]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    const body = { method: 'POST', body: '{"files":[]}', headers: { 'Content-Type': 'application/json' } };
    expect((await fetch(`${service.url}/local/status`, body)).status).toBe(404);
    await service.stop();
  });

  test('SVC-23 the recovery code of set-up opens a backup on another computer', async () => {
    const first = await ServiceProcess.start(join(root, 'recovery'));
    const code = await setUpStore(first);
    await first.stop();
    const backup = join(root, 'recovery.backup');
    expect((await runCli(['backup', backup, '--data-dir', join(root, 'recovery')])).stdout).not.toMatch(
      /no recovery code/,
    );
    const args = ['restore', backup, '--data-dir', join(root, 'elsewhere')];
    expect((await runCli(args)).stderr).toMatch(/--recovery-code/);
    expect((await runCli([...args, '--recovery-code', code])).code).toBe(0);
    const restored = await ServiceProcess.start(join(root, 'elsewhere'));
    await restored.signIn(owner.username, owner.password);
    expect(restored.terminalId).toBe(first.terminalId);
    await restored.stop();
  });

  test('SVC-22 a passphrase protects the keys, and without it the service does not start', async () => {
    const locked = join(root, 'locked');
    const env = { APOTHECA_PASSPHRASE: 'correct horse' };
    await (await ServiceProcess.start(locked, [], env)).stop();
    expect(JSON.parse(readFileSync(join(locked, 'keys.json'), 'utf8')).protection).toBe('passphrase');
    const finished = await runService(['--headless', '--data-dir', locked]);
    expect(finished.code).toBe(1);
    expect(finished.stderr).toMatch(/Set APOTHECA_PASSPHRASE and start again/);
  });

  test('SVC-2 other machines are served over TLS, under the names of the certificate only', async () => {
    const [key, cert] = [join(root, 'key.pem'), join(root, 'cert.pem')];
    const openssl = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const subject = ['-subj', '/CN=counter.test', '-addext', 'subjectAltName=DNS:counter.test'];
    execFileSync('openssl', [...openssl, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    const service = await ServiceProcess.start(join(root, 'tls'), [
      '--host',
      '0.0.0.0',
      '--tls-cert',
      cert,
      '--tls-key',
      key,
    ]);
    const statusFor = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const { port } = new URL(service.url);
        const options = {
          host: '127.0.0.1',
          port,
          path: '/health',
          servername: 'counter.test',
          ca: readFileSync(cert),
        };
        request({ ...options, headers: { Host: host.replace('PORT', port) } }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    expect(service.url).toMatch(/^https:/);
    expect(await statusFor('counter.test:PORT')).toBe(200);
    expect(await statusFor('evil.example:PORT')).toBe(403);
    await service.stop();
  });
});
