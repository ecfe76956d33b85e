import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFakeElectron } from './fake-electron.ts';
import { fuses, programPath, setFuses } from './fuses.ts';
import { configuration, packageProgram } from './package.ts';
import { desktop, stage } from './stage.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-package-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Names in an asar archive, from its header: a pickle of sizes, then JSON. */
function asarList(archive: string): { path: string; isUnpacked: boolean }[] {
  const bytes = readFileSync(archive);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8'));
  interface Entry {
    files?: Record<string, Entry>;
    unpacked?: boolean;
  }
  const walk = (entry: Entry, path: string): { path: string; isUnpacked: boolean }[] =>
    entry.files
      ? Object.entries(entry.files).flatMap(([name, inner]) => walk(inner, path === '' ? name : `${path}/${name}`))
      : [{ path, isUnpacked: entry.unpacked === true }];
  return walk(header, '');
}

/** What is read of the API's answers here. */
interface Answer {
  readonly token: string;
  readonly items: readonly { id: string }[];
  readonly fills: readonly { fillId: string }[];
  readonly document: { base64: string };
}

async function json(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

describe('fuses', () => {
  test('SHELL-21 every fuse is set, and those that open the program are off', async () => {
    const folder = mkdtempSync(join(dir, 'fuses-'));
    makeFakeElectron(folder);
    await setFuses({ appOutDir: folder, electronPlatformName: 'linux', programName: 'electron' });
    const wire = await getCurrentFuseWire(join(folder, 'electron'));
    const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
      cookiesEncrypted: isOn(FuseV1Options.EnableCookieEncryption),
      archiveChecked: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      archiveOnly: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspect: false,
      fileProtocol: false,
      cookiesEncrypted: true,
      archiveChecked: true,
      archiveOnly: true,
    });
  });

  test('SHELL-21 a fuse that a later Electron adds is not left to its default', async () => {
    const folder = mkdtempSync(join(dir, 'fuses-'));
    makeFakeElectron(folder);
    const binary = join(folder, 'electron');
    const bytes = readFileSync(binary);
    const at = bytes.indexOf('dL7pKGdn');
    bytes[at + 33] = 10;
    writeFileSync(binary, bytes);
    await expect(
      setFuses({ appOutDir: folder, electronPlatformName: 'linux', programName: 'electron' }),
    ).rejects.toThrow(/strictlyRequireAllFuses/);
    expect(fuses).toMatchObject({ strictlyRequireAllFuses: true });
  });

  test('SHELL-21 the program is found on each platform', () => {
    const of = (electronPlatformName: string) =>
      programPath({ appOutDir: '/out', electronPlatformName, programName: 'Apotheca' });
    expect([of('darwin'), of('win32'), of('linux')].map((path) => path.replaceAll('\\', '/'))).toEqual([
      '/out/Apotheca.app',
      '/out/Apotheca.exe',
      '/out/Apotheca',
    ]);
  });
});

describe('configuration', () => {
  test('SHELL-22 it publishes nowhere, keeps an archive, and names a target for each system', () => {
    const yaml = readFileSync(join(desktop, 'electron-builder.yml'), 'utf8');
    expect(yaml).toMatch(/^publish: null$/m);
    expect(yaml).toMatch(/^asar:\n( {2}.*\n)*? {2}smartUnpack: false$/m);
    for (const system of ['mac', 'win', 'linux'])
      expect(yaml).toMatch(new RegExp(`^${system}:\\n(  .*\\n)*?  target: \\[`, 'm'));
    expect(configuration({ outputDir: dir })).not.toHaveProperty('publish');
  });

  test('SHELL-22 a key that electron-builder does not know stops the packing', async () => {
    const { build } = await import('electron-builder');
    const config = { ...configuration({ outputDir: dir }), asarPack: true };
    await expect(
      build({ projectDir: desktop, config: config as never, targets: Platform.LINUX.createTarget('dir', Arch.x64) }),
    ).rejects.toThrow(/asarPack/);
  });
});

describe('package', () => {
  const outputDir = join(dir, 'out');
  const unpacked = join(outputDir, 'linux-unpacked');
  const archive = join(unpacked, 'resources', 'app.asar');

  beforeAll(async () => {
    const electronDist = join(dir, 'electron');
    makeFakeElectron(electronDist);
    await packageProgram({ platform: Platform.LINUX, arch: Arch.x64, isFolderOnly: true, outputDir, electronDist });
  }, 120_000);

  test('SHELL-22 the configuration is accepted and gives a program of our name', () => {
    expect(existsSync(join(unpacked, 'apotheca'))).toBe(true);
    expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'es.pak']);
  });

  test('SHELL-21 the packed program has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'apotheca'));
    expect([wire[FuseV1Options.RunAsNode], wire[FuseV1Options.OnlyLoadAppFromAsar]]).toEqual([
      FuseState.DISABLE,
      FuseState.ENABLE,
    ]);
  });

  test('SHELL-20 the archive holds what runs', () => {
    const names = new Set(asarList(archive).map(({ path }) => path));
    for (const path of [
      'package.json',
      'dist/main/main.mjs',
      'dist/preload/preload.cjs',
      'dist/renderer/index.html',
      'dist/service/main.mjs',
      'dist/service/cli.mjs',
      'node_modules/better-sqlite3/lib/index.js',
      'node_modules/@node-rs/argon2/index.js',
    ]) {
      expect(names, path).toContain(path);
    }
  });

  test('SHELL-20 data that ships with the program lies where the service looks for it', () => {
    const shipped = filesBelow(join(desktop, '..', '..', 'resources'));
    expect(shipped.length).toBeGreaterThan(0);
    for (const file of shipped) expect(existsSync(join(unpacked, 'resources', file)), file).toBe(true);
  });

  test('SHELL-20 the service runs from what was packed, away from the project, and draws a label', async () => {
    const base = join(dir, 'away');
    const packed = join(base, 'program', 'packed');
    stage(packed);
    cpSync(join(desktop, '..', '..', 'resources'), join(base, 'resources'), { recursive: true });
    const child = spawn(
      process.execPath,
      [join(packed, 'dist', 'service', 'main.mjs'), '--headless', '--demo', '--data-dir', join(base, 'demo')],
      { cwd: base, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    });
    const { url } = JSON.parse(line);
    const { token } = await json(`${url}/api/v1/auth/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'tech', password: 'apotheca-demo' }),
    });
    const read = (path: string) => json(`${url}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
    const { items } = await read('/prescriptions?stage=ready');
    const { fills } = await read(`/prescriptions/${items[0]?.id}`);
    for (const language of ['en', 'hi', 'ar']) {
      const { document } = await read(`/fills/${fills.at(-1)?.fillId}/label?format=pdf&language=${language}`);
      expect(Buffer.from(document.base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    }
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 60_000);

  test('SHELL-20 and nothing else: no sources, tests, maps, other packages or other platforms', () => {
    const paths = asarList(archive).map(({ path }) => path);
    expect(paths.filter((path) => /\.tsx?$|\.test\.|\.map$|(^|\/)(src|tests|e2e|deps)\//.test(path))).toEqual([]);
    const packages = new Set(
      paths
        .filter((path) => path.startsWith('node_modules/'))
        .map((path) => /^node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1]),
    );
    expect([...packages].sort()).toEqual([
      '@fontsource/noto-sans',
      '@fontsource/noto-sans-arabic',
      '@fontsource/noto-sans-devanagari',
      '@node-rs/argon2',
      '@node-rs/argon2-linux-x64-gnu',
      'better-sqlite3',
    ]);
    expect(paths.filter((path) => path.includes('/prebuilds/'))).toEqual([
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
  });

  test('SHELL-20 native modules lie beside the archive, where the system can load them', () => {
    const native = asarList(archive).filter(({ path }) => path.endsWith('.node'));
    expect(native.length).toBeGreaterThanOrEqual(2);
    expect(native.every(({ isUnpacked }) => isUnpacked)).toBe(true);
    expect(filesBelow(`${archive}.unpacked`).sort()).toEqual(native.map(({ path }) => path).sort());
  });
});
