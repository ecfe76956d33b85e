import { randomBytes } from 'node:crypto';
import { OperatorError } from '../operator-error.ts';
import { keyFilePath, type Protection, readKeyFile, writeKeyFile } from './key-file.ts';
import {
  type Keychain,
  type KeyProvider,
  keychainProvider,
  passphraseProvider,
  plainFileProvider,
} from './key-provider.ts';
import { createRecoveryCode, demoRecoveryCode, wrapForRecovery } from './recovery-code.ts';
import { createSecrets, type StoreSecrets } from './store-secrets.ts';

export interface KeySources {
  readonly dataDir: string;
  /** APOTHECA_PASSPHRASE. */
  readonly passphrase: string | undefined;
  readonly keychain: Keychain | null;
}

export interface OpenKeys {
  readonly secrets: StoreSecrets;
  readonly protection: Protection;
  readonly isNew: boolean;
}

/**
 * The keys of this directory, made at its first start. A plain file is wrapped as soon as something better is given:
 * the passphrase, or the keychain.
 */
export async function openKeys(sources: KeySources, isStorePresent: boolean): Promise<OpenKeys> {
  const best = await bestProvider(sources);
  const file = readKeyFile(sources.dataDir);
  if (!file) {
    if (isStorePresent) {
      throw new OperatorError(
        `${keyFilePath(sources.dataDir)} is missing, and the store beside it cannot be read without. ` +
          'Put it back, or restore a backup with its recovery code into a new directory.',
      );
    }
    const secrets = createSecrets(randomBytes);
    await best.create(secrets);
    return { secrets, protection: best.protection, isNew: true };
  }
  const provider = providerFor(file.protection, sources);
  const secrets = await provider.load();
  if (!secrets) throw new OperatorError(`${keyFilePath(sources.dataDir)} went away while it was read. Start again.`);
  if (file.protection === 'file' && best.protection !== 'file') {
    await best.create(secrets);
    return { secrets, protection: best.protection, isNew: false };
  }
  return { secrets, protection: provider.protection, isNew: false };
}

async function bestProvider(sources: KeySources): Promise<KeyProvider> {
  const { dataDir, passphrase, keychain } = sources;
  if (passphrase !== undefined && passphrase !== '') return passphraseProvider(dataDir, passphrase);
  if (keychain && (await keychain.isAvailable())) return keychainProvider(dataDir, keychain);
  return plainFileProvider(dataDir);
}

function providerFor(protection: Protection, sources: KeySources): KeyProvider {
  const { dataDir, passphrase, keychain } = sources;
  const file = keyFilePath(dataDir);
  switch (protection) {
    case 'file':
      return plainFileProvider(dataDir);
    case 'passphrase':
      if (passphrase === undefined || passphrase === '') {
        throw new OperatorError(`${file} is protected by a passphrase. Set APOTHECA_PASSPHRASE and start again.`);
      }
      return passphraseProvider(dataDir, passphrase);
    case 'keychain':
      if (!keychain) {
        throw new OperatorError(
          `${file} is protected by this computer's keychain, which only the Apotheca window can open. Start Apotheca first.`,
        );
      }
      return keychainProvider(dataDir, keychain);
  }
}

/** A new recovery code; the one before stops working for backups made from now on. The answer is its only copy. */
export function renewRecoveryCode(dataDir: string, secrets: StoreSecrets, options: { isDemo: boolean }): string {
  const file = readKeyFile(dataDir);
  if (!file) throw new OperatorError(`${keyFilePath(dataDir)} is missing. Start Apotheca once, then ask for a code.`);
  const code = options.isDemo ? demoRecoveryCode : createRecoveryCode(randomBytes);
  writeKeyFile(dataDir, { ...file, recovery: wrapForRecovery(secrets, code) });
  return code;
}
