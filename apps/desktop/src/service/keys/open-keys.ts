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
import { createSecrets, type StoreSecrets, type WholeSecrets, withTerminalKeys } from './store-secrets.ts';

export interface KeySources {
  readonly dataDir: string;
  /** APOTHECA_PASSPHRASE. */
  readonly passphrase: string | undefined;
  readonly keychain: Keychain | null;
}

/** The keys of a directory, and the way to change them on the disk first. */
export class OpenKeys {
  readonly protection: Protection;
  readonly isNew: boolean;
  readonly #provider: KeyProvider;
  #secrets: WholeSecrets;

  constructor(provider: KeyProvider, secrets: WholeSecrets, isNew: boolean) {
    this.#provider = provider;
    this.#secrets = secrets;
    this.protection = provider.protection;
    this.isNew = isNew;
  }

  get secrets(): WholeSecrets {
    return this.#secrets;
  }

  /** Replaces the store keys; the promise is kept when the disk has them. */
  async keepRing(storeKeys: StoreSecrets['storeKeys']): Promise<void> {
    const next = { ...this.#secrets, storeKeys };
    await this.#provider.create(next);
    this.#secrets = next;
  }
}

/**
 * The keys of this directory, made at its first start. A plain file is wrapped as soon as something better is given:
 * the passphrase, or the keychain. A terminal without keys of its own gets them.
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
    return new OpenKeys(best, secrets, true);
  }
  const provider = providerFor(file.protection, sources);
  const loaded = await provider.load();
  if (!loaded) throw new OperatorError(`${keyFilePath(sources.dataDir)} went away while it was read. Start again.`);
  const secrets = withTerminalKeys(loaded, randomBytes);
  const kept = file.protection === 'file' && best.protection !== 'file' ? best : provider;
  if (kept !== provider || secrets !== loaded) await kept.create(secrets);
  return new OpenKeys(kept, secrets, false);
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
