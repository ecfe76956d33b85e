import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { keyFilePath, readKeyFile } from './key-file.ts';
import {
  type Keychain,
  type KeyProvider,
  keychainProvider,
  passphraseProvider,
  plainFileProvider,
} from './key-provider.ts';
import { openKeys, renewRecoveryCode } from './open-keys.ts';
import { createRecoveryCode, normaliseRecoveryCode, openWithRecoveryCode } from './recovery-code.ts';
import { createSecrets, encodeSecrets } from './store-secrets.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-keys-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newDir = () => mkdtempSync(join(root, 'd-'));

/** A keychain of one machine: another machine's opens nothing of it. */
function fakeKeychain(machine: number): Keychain {
  const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ machine);
  return {
    isAvailable: async () => true,
    wrap: async (plain) => Uint8Array.from([machine, ...flip(plain)]),
    unwrap: async (sealed) => {
      if (sealed[0] !== machine) throw new Error('not mine');
      return flip(sealed.subarray(1));
    },
  };
}

const providers: [string, (dir: string) => KeyProvider][] = [
  ['file', plainFileProvider],
  ['passphrase', (dir) => passphraseProvider(dir, 'correct horse')],
  ['keychain', (dir) => keychainProvider(dir, fakeKeychain(5))],
];

describe.each(providers)('key provider port: %s', (name, make) => {
  test('SVC-20 keys come back as they were created, from a file only its owner can read', async () => {
    const dir = newDir();
    const secrets = createSecrets(randomBytes);
    expect(await make(dir).load()).toBeNull();
    await make(dir).create(secrets);
    const loaded = await make(dir).load();
    expect(loaded && Buffer.from(encodeSecrets(loaded))).toEqual(Buffer.from(encodeSecrets(secrets)));
    if (process.platform !== 'win32') expect(statSync(keyFilePath(dir)).mode & 0o777).toBe(0o600);
    const text = readFileSync(keyFilePath(dir), 'utf8');
    expect(text.includes(Buffer.from(encodeSecrets(secrets)).toString('base64'))).toBe(name === 'file');
  });

  test('SVC-20 a damaged file is one line that says what to do', async () => {
    const dir = newDir();
    writeFileSync(keyFilePath(dir), '{"version":1');
    await expect(make(dir).load()).rejects.toThrow(/keys\.json is damaged\. Put back/);
  });
});

describe('keys of a data directory', () => {
  const sources = (dataDir: string, passphrase?: string, keychain: Keychain | null = null) => ({
    dataDir,
    passphrase,
    keychain,
  });

  test('SVC-21 the first start makes keys, the next ones find them', async () => {
    const dir = newDir();
    const first = await openKeys(sources(dir), false);
    const second = await openKeys(sources(dir), true);
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(Buffer.from(second.secrets.databaseKey)).toEqual(Buffer.from(first.secrets.databaseKey));
  });

  test('SVC-21 a store without its keys is never given new ones', async () => {
    await expect(openKeys(sources(newDir()), true)).rejects.toThrow(/keys\.json is missing.*Put it back/);
  });

  test('SVC-22 a plain file is wrapped as soon as a passphrase is set, and then needs it', async () => {
    const dir = newDir();
    const { secrets } = await openKeys(sources(dir), false);
    expect((await openKeys(sources(dir, 'correct horse'), true)).protection).toBe('passphrase');
    await expect(openKeys(sources(dir), true)).rejects.toThrow(/Set APOTHECA_PASSPHRASE/);
    await expect(openKeys(sources(dir, 'wrong'), true)).rejects.toThrow(/does not open/);
    const again = await openKeys(sources(dir, 'correct horse'), true);
    expect(again.secrets.storeKeys[0]?.id).toBe(secrets.storeKeys[0]?.id);
  });

  test('SVC-22 keys in a keychain say where they can be opened', async () => {
    const dir = newDir();
    expect((await openKeys(sources(dir, undefined, fakeKeychain(5)), false)).protection).toBe('keychain');
    await expect(openKeys(sources(dir), true)).rejects.toThrow(/Start Apotheca first/);
    await expect(openKeys(sources(dir, undefined, fakeKeychain(6)), true)).rejects.toThrow(
      /on another computer restore/,
    );
  });
});

describe('recovery code', () => {
  test('SVC-23 a code opens the keys however it is typed, and another does not', async () => {
    const dir = newDir();
    const { secrets } = await openKeys({ dataDir: dir, passphrase: undefined, keychain: null }, false);
    const code = renewRecoveryCode(dir, secrets, { isDemo: false });
    const wrapped = readKeyFile(dir)?.recovery;
    if (!wrapped) throw new Error('the wrap was stored');
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(openWithRecoveryCode(wrapped, typed)?.storeKeys[0]?.id).toBe(secrets.storeKeys[0]?.id);
    expect(openWithRecoveryCode(wrapped, createRecoveryCode(randomBytes))).toBeUndefined();
    expect(openWithRecoveryCode(wrapped, 'hello')).toBeUndefined();
    expect(readFileSync(keyFilePath(dir), 'utf8')).not.toContain(code);
  });

  test('SVC-23 a code has 125 random bits in five groups', () => {
    const code = createRecoveryCode(randomBytes);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(normaliseRecoveryCode(code)).toHaveLength(25);
  });
});
