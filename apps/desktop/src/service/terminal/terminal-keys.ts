import { signingKeyOf, type TerminalKeys, type WriteDb } from '@apotheca/core';
import { boxKeyOf, openBox } from '@apotheca/core/replication/box';
import { keepSecrets } from '../keys/kept-secrets.ts';
import type { OpenKeys } from '../keys/open-keys.ts';

/** The keys of this directory as modules use them. `keep` puts a copy into the open database. */
export function terminalKeys(keys: OpenKeys, keep: (work: (db: WriteDb) => void) => void): TerminalKeys {
  const { terminalKey, boxKey } = keys.secrets;
  return {
    signing: signingKeyOf(terminalKey),
    boxKey: boxKeyOf(boxKey),
    openBox: (sealed, purpose) => openBox(boxKey, sealed, purpose),
    ring: () => keys.secrets.storeKeys,
    async keepRing(ring) {
      await keys.keepRing(ring);
      keep((db) => keepSecrets(db, keys.secrets));
    },
  };
}
