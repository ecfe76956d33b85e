import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { schemePrivileges, serveWorkstation } from './app-protocol.ts';
import { type Notice, startAgainPath } from './notice-page.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-shell-'));
const dir = join(root, 'renderer');
mkdirSync(join(dir, 'assets'), { recursive: true });
writeFileSync(join(dir, 'index.html'), '<!doctype html><html><head><title>W</title></head><body></body></html>');
writeFileSync(join(dir, 'assets', 'main-1a.js'), 'export {}');
writeFileSync(join(dir, 'assets', 'font.woff2'), 'font');
writeFileSync(join(root, 'secret.txt'), 'secret');
afterAll(() => rmSync(root, { recursive: true, force: true }));

function serve(notice: Notice | null = null, from = dir) {
  let startedAgain = 0;
  const handler = serveWorkstation({ dir: from, notice: () => notice, startAgain: () => (startedAgain += 1) });
  return {
    get: (path: string, method = 'GET') => handler(new Request(`app://workstation${path}`, { method })),
    other: (url: string) => handler(new Request(url)),
    startedAgain: () => startedAgain,
  };
}

describe('app://workstation', () => {
  test.each([
    ['/assets/main-1a.js', 'text/javascript; charset=utf-8'],
    ['/assets/font.woff2', 'font/woff2'],
  ])('SHELL-7 %s is served with its type', async (path, type) => {
    const response = await serve().get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each(['/', '/index.html', '/prescriptions/rx_1', '/patients?q=x'])('SHELL-7 %s is the page', async (path) => {
    const response = await serve().get(path);
    const html = await response.text();
    const nonce = /nonce="([^"]+)"/.exec(html)?.[1];
    expect(html).toContain('<title>W</title>');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  test('SHELL-7 every page has a nonce of its own', async () => {
    const { get } = serve();
    expect(await (await get('/')).text()).not.toBe(await (await get('/')).text());
  });

  test.each(['/assets/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/missing.js', '/assets/none.css'])(
    'SHELL-7 %s is not there',
    async (path) => {
      const response = await serve().get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('secret');
    },
  );

  test('SHELL-7 another host of the scheme and another method get nothing', async () => {
    expect((await serve().other('app://elsewhere/')).status).toBe(404);
    expect((await serve().get('/', 'PUT')).status).toBe(405);
  });

  test('SHELL-7 a folder without a build says what to do', async () => {
    const response = await serve(null, join(root, 'nothing')).get('/');
    expect(await response.text()).toContain('npm start');
  });

  test('SHELL-7 the scheme is standard and secure, and bypasses no policy', () => {
    expect(schemePrivileges).toEqual({
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    });
  });

  test('SHELL-10 a notice stands in for the page, escaped, with a button when a person can act', async () => {
    const notice = { title: 'It <b>stopped</b>', lines: ['a & "b"'], canStartAgain: true };
    const { get, startedAgain } = serve(notice);
    const html = await (await get('/queue')).text();
    expect(html).toContain('It &lt;b&gt;stopped&lt;/b&gt;');
    expect(html).toContain('a &amp; &quot;b&quot;');
    expect(html).not.toContain('<script');
    const answer = await get(startAgainPath, 'POST');
    expect([answer.status, answer.headers.get('location'), startedAgain()]).toEqual([303, '/', 1]);
    await get(startAgainPath);
    expect(startedAgain()).toBe(1);
  });
});
