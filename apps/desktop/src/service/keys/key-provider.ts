import { OperatorError } from '../operator-error.ts';
import { type KeyFile, keyFilePath, type Protection, readKeyFile, writeKeyFile } from './key-file.ts';
import { passphraseCost, unwrapSecret, type Wrapped, wrap } from './secret-wrap.ts';
import { decodeSecrets, encodeSecrets, type StoreSecrets } from './store-secrets.ts';

/** Where the keys of a store are kept on this machine. */
export interface KeyProvider {
  readonly protection: Protection;
  load(): Promise<StoreSecrets | null>;
  create(secrets: StoreSecrets): Promise<void>;
}

/** The operating system's secret store, reached through the Electron main process. */
export interface Keychain {
  isAvailable(): Promise<boolean>;
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  unwrap(sealed: Uint8Array): Promise<Uint8Array>;
}

const purpose = 'apotheca-keys-1';

/** Mode 0600 and nothing else: protects from other users of the machine, not from who has the disk. */
export function plainFileProvider(dataDir: string): KeyProvider {
  return {
    protection: 'file',
    async load() {
      const file = readProtected(dataDir, 'file');
      return file && decodeSecrets(Buffer.from(file.secrets, 'base64'));
    },
    async create(secrets) {
      save(dataDir, { protection: 'file', secrets: Buffer.from(encodeSecrets(secrets)).toString('base64') });
    },
  };
}

/** The file wrapped by a passphrase: protects a stolen disk as far as the passphrase is good. */
export function passphraseProvider(dataDir: string, passphrase: string): KeyProvider {
  return {
    protection: 'passphrase',
    async load() {
      const file = readProtected(dataDir, 'passphrase');
      if (!file) return null;
      const plain = unwrapSecret(file.secrets, passphrase, purpose);
      if (!plain) {
        throw new OperatorError(`APOTHECA_PASSPHRASE does not open ${keyFilePath(dataDir)}. Set the right one.`);
      }
      return decodeSecrets(plain);
    },
    async create(secrets) {
      const wrapped: Wrapped = wrap(encodeSecrets(secrets), passphrase, purpose, passphraseCost);
      save(dataDir, { protection: 'passphrase', secrets: wrapped });
    },
  };
}

/** The file wrapped by the keychain: protects a stolen disk and other users; not from programs of the same user. */
export function keychainProvider(dataDir: string, keychain: Keychain): KeyProvider {
  return {
    protection: 'keychain',
    async load() {
      const file = readProtected(dataDir, 'keychain');
      if (!file) return null;
      try {
        return decodeSecrets(await keychain.unwrap(Buffer.from(file.secrets, 'base64')));
      } catch (error) {
        throw new OperatorError(
          `This computer's keychain does not open ${keyFilePath(dataDir)}. Unlock the keychain and start again; ` +
            'on another computer restore a backup with its recovery code.',
          { cause: error },
        );
      }
    },
    async create(secrets) {
      const sealed = await keychain.wrap(encodeSecrets(secrets));
      save(dataDir, { protection: 'keychain', secrets: Buffer.from(sealed).toString('base64') });
    },
  };
}

function readProtected<P extends Protection>(
  dataDir: string,
  protection: P,
): Extract<KeyFile, { protection: P }> | null {
  const file = readKeyFile(dataDir);
  if (!file) return null;
  if (file.protection === protection) return file as Extract<KeyFile, { protection: P }>;
  throw new OperatorError(`${keyFilePath(dataDir)} is protected by ${file.protection}, not ${protection}.`);
}

/** Keeps the recovery wrap that is there: it does not depend on how the file is protected. */
function save(
  dataDir: string,
  content: { protection: 'file' | 'keychain'; secrets: string } | { protection: 'passphrase'; secrets: Wrapped },
): void {
  const recovery = readKeyFile(dataDir)?.recovery ?? null;
  writeKeyFile(dataDir, { version: 1, recovery, ...content });
}
