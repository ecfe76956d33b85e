import { isKeychainAvailable, type SafeStoragePart, unwrapWithKeychain, wrapWithKeychain } from './keychain.ts';
import { type PrintParts, printDocument, printersOf } from './printing.ts';
import type { Ask } from './service-protocol.ts';

/** What the service may have done for it. The bytes are its own business: nothing here reads or keeps them. */
export function answerAsks(storage: SafeStoragePart, print: PrintParts): (ask: Ask) => Promise<unknown> {
  return async (ask) => {
    switch (ask.what) {
      case 'keychain-available':
        return isKeychainAvailable(storage, print.platform);
      case 'keychain-wrap':
        return wrapWithKeychain(storage, ask.bytes);
      case 'keychain-unwrap':
        return unwrapWithKeychain(storage, ask.bytes);
      case 'printers':
        return printersOf(print);
      case 'print':
        return printDocument(ask, print);
    }
  };
}
