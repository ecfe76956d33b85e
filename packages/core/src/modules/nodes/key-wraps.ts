import { sha256Hex } from '../../kernel/canonical.ts';
import type { StoreKey } from '../../kernel/ledger/payload.ts';
import { sealBox } from '../../replication/box.ts';

/** Stands in the clear in each row: says which key, tells nothing about it. */
export function storeKeyId(bytes: Uint8Array): string {
  return `k-${sha256Hex('apotheca-store-key-1\n', bytes).slice(0, 16)}`;
}

/** What a wrap is for, so that it opens as nothing else. */
export function wrapPurpose(storeId: string, keyId: string, terminalId: string): string {
  return `apotheca-store-key-wrap-1\n${storeId}\n${keyId}\n${terminalId}`;
}

/** The key sealed for each terminal's box key, base64. */
export function wrapFor(
  storeId: string,
  key: StoreKey,
  terminals: readonly { readonly terminalId: string; readonly boxKey: string }[],
  random: (length: number) => Uint8Array,
): Record<string, string> {
  const wraps: Record<string, string> = {};
  for (const { terminalId, boxKey } of terminals) {
    const purpose = wrapPurpose(storeId, key.id, terminalId);
    const sealed = sealBox(Buffer.from(boxKey, 'base64'), random(32), key.bytes, purpose);
    wraps[terminalId] = Buffer.from(sealed).toString('base64');
  }
  return wraps;
}
