/** The operating system's secret store, for the keys of this terminal's data directory. */
export interface SafeStoragePart {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  getSelectedStorageBackend(): string;
  encryptStringAsync(plain: string): Promise<Buffer>;
  decryptStringAsync(sealed: Buffer): Promise<{ result: string }>;
}

/** On Linux without a password manager Electron "encrypts" with a key it carries: that is no keychain. */
export async function isKeychainAvailable(storage: SafeStoragePart, platform: NodeJS.Platform): Promise<boolean> {
  if (!(await storage.isAsyncEncryptionAvailable())) return false;
  return platform !== 'linux' || !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend());
}

export async function wrapWithKeychain(storage: SafeStoragePart, plain: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await storage.encryptStringAsync(Buffer.from(plain).toString('base64')));
}

export async function unwrapWithKeychain(storage: SafeStoragePart, sealed: Uint8Array): Promise<Uint8Array> {
  const { result } = await storage.decryptStringAsync(Buffer.from(sealed));
  return new Uint8Array(Buffer.from(result, 'base64'));
}
