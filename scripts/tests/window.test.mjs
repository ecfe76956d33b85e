import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { launchPage, openBrowserWindow } from '../window/browser-window.mjs';
import { browserArguments, findBrowser, hasScreen } from '../window/find-browser.mjs';
import { electronBinary, findElectron } from '../window/find-electron.mjs';
import { keepService } from '../window/keep-service.mjs';
import { electronArguments } from '../window/spawn-electron.mjs';
import { withDemo } from '../window/with-demo.mjs';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-window-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('browser', () => {
  test.each([
    ['linux', { PATH: '/usr/bin' }, '/usr/bin/google-chrome'],
    ['darwin', { HOME: '/Users/a' }, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', { HOME: '/Users/a' }, '/Users/a/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    ['win32', { 'ProgramFiles(x86)': '/pf86' }, '/pf86/Microsoft/Edge/Application/msedge.exe'],
  ])('START-6 on %s one of the machine is found: %s', (platform, env, there) => {
    expect(findBrowser({ platform, env, isThere: (file) => file === there })).toBe(there);
    expect(findBrowser({ platform, env, isThere: () => false })).toBeNull();
  });

  test('START-6 CHROME_PATH comes first, and one that is not there is not replaced in silence', () => {
    const env = { CHROME_PATH: '/opt/chrome', PATH: '/usr/bin' };
    expect(findBrowser({ platform: 'linux', env, isThere: () => true })).toBe('/opt/chrome');
    expect(findBrowser({ platform: 'linux', env, isThere: (file) => file !== '/opt/chrome' })).toBeNull();
  });

  test('START-6 a Linux machine without a screen gets no window', () => {
    expect(hasScreen({ platform: 'linux', env: {} })).toBe(false);
    expect(hasScreen({ platform: 'linux', env: { DISPLAY: ':0' } })).toBe(true);
    expect(hasScreen({ platform: 'darwin', env: {} })).toBe(true);
  });

  test('START-7 only root gives up the sandbox of the browser', () => {
    expect(browserArguments('file:///x', '/p', { uid: 1000 })).not.toContain('--no-sandbox');
    expect(browserArguments('file:///x', '/p', { uid: 0 })).toContain('--no-sandbox');
    expect(electronArguments(['--demo', '--headless'], 1000).slice(1)).toEqual(['--', '--demo']);
  });

  test.runIf(process.platform === 'linux')(
    'START-7 the token is not on the command line (skipped where a shell script is no program)',
    async () => {
      const token = 'secret-token-1';
      const commandLine = join(dir, 'arguments');
      const launched = join(dir, 'launched.html');
      const fakeBrowser = join(dir, 'chromium');
      writeFileSync(
        fakeBrowser,
        `#!/bin/sh
printf '%s\\n' "$@" > ${commandLine}
for arg in "$@"; do case "$arg" in --app=file://*) cp -p "\${arg#--app=file://}" ${launched};; esac; done
`,
        { mode: 0o755 },
      );
      const dataDir = join(dir, 'data');
      mkdirSync(dataDir);
      const child = openBrowserWindow(fakeBrowser, { url: 'http://127.0.0.1:7400', launchToken: token }, dataDir);
      await new Promise((done) => child.on('exit', done));
      expect(readFileSync(commandLine, 'utf8')).not.toContain(token);
      expect(readFileSync(launched, 'utf8')).toBe(launchPage(`http://127.0.0.1:7400/#launch=${token}`));
      expect(statSync(launched).mode & 0o777).toBe(0o600);
      expect(existsSync(join(dataDir, 'window', 'launch.html'))).toBe(false);
    },
  );
});

describe('electron', () => {
  test('START-9 without its binary there is none, and a failed fetch is not repeated the same day', async () => {
    const folder = mkdtempSync(join(dir, 'electron-'));
    const count = join(folder, 'count');
    writeFileSync(
      join(folder, 'install.js'),
      `require('node:fs').appendFileSync(${JSON.stringify(count)}, 'x'); process.exit(1);`,
    );
    expect(electronBinary(folder)).toBeNull();
    const day = 24 * 60 * 60 * 1000;
    expect(await findElectron(folder, 10 * day)).toBeNull();
    expect(await findElectron(folder, 10.9 * day)).toBeNull();
    expect(readFileSync(count, 'utf8')).toBe('x');
    expect(await findElectron(folder, 11.1 * day)).toBeNull();
    expect(readFileSync(count, 'utf8')).toBe('xx');
  });

  test('START-9 a binary that is there is used without asking anyone', async () => {
    const folder = mkdtempSync(join(dir, 'electron-'));
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'electron'), '');
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(await findElectron(folder)).toBe(join(folder, 'dist', 'electron'));
  });
});

describe('demo', () => {
  test('START-10 the first start shows the demo; a named directory, a demo or a store stays what it is', () => {
    expect(withDemo([], false)).toEqual(['--demo']);
    expect(withDemo(['--port', '7400'], false)).toEqual(['--port', '7400', '--demo']);
    for (const args of [['--demo=us_fl'], ['--demo'], ['--data-dir', 'x'], ['--data-dir=x']]) {
      expect(withDemo(args, false)).toEqual(args);
    }
    expect(withDemo([], true)).toEqual([]);
  });
});

describe('service behind a browser window', () => {
  function fakeProcesses() {
    const started = [];
    const start = (args, token) => {
      let exit;
      const exited = new Promise((resolve) => {
        exit = resolve;
      });
      const child = { args, token, line: '{"ready":true}', ready: Promise.resolve('http://127.0.0.1:7411'), exited };
      started.push({ ...child, exit });
      return { ...child, stop: () => exit(0) };
    };
    return { started, start };
  }

  test('START-8 three crashes are mended at the same address, the fourth is not', async () => {
    const { started, start } = fakeProcesses();
    const waits = [];
    const service = await keepService(['--demo', '--port', '0'], {
      start,
      nowMs: () => 0,
      wait: async (ms) => waits.push(ms),
    });
    for (let crash = 0; crash < 4; crash += 1) {
      await expect.poll(() => started.length).toBe(crash + 1);
      started[crash].exit('SIGSEGV');
    }
    expect(await service.ended).toBe('SIGSEGV');
    expect(waits).toEqual([250, 1_000, 4_000]);
    expect(started.map(({ args }) => args.join(' '))).toEqual([
      '--demo --port 0',
      ...Array(3).fill('--demo --port 7411'),
    ]);
    expect(new Set(started.map(({ token }) => token)).size).toBe(1);
    expect(service.launchToken).toMatch(/^[\w-]{43}$/);
  });

  test('START-8 a service that was stopped stays stopped', async () => {
    const { started, start } = fakeProcesses();
    const service = await keepService(['--demo'], { start, nowMs: () => 0, wait: async () => {} });
    expect(await service.stop()).toBe(0);
    expect(started).toHaveLength(1);
  });
});
