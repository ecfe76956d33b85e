import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { BatchTotals, ReplicaTotals } from './model.ts';

const version = 1;

/**
 * Totals of one replica as bytes: sorted by batch, each id without the prefix it shares with the one before. The same
 * totals give the same bytes.
 */
export function packTotals(watermark: number, totals: ReadonlyMap<string, BatchTotals>): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, version);
  encoding.writeVarUint(encoder, watermark);
  const ids = [...totals.keys()].sort();
  encoding.writeVarUint(encoder, ids.length);
  let previous = '';
  for (const id of ids) {
    const entry = totals.get(id) as BatchTotals;
    const sharedLength = sharedPrefix(previous, id);
    encoding.writeVarUint(encoder, sharedLength);
    encoding.writeVarString(encoder, id.slice(sharedLength));
    encoding.writeVarUint(encoder, entry.addedMilli);
    encoding.writeVarUint(encoder, entry.takenMilli);
    previous = id;
  }
  return encoding.toUint8Array(encoder);
}

/** Undefined where the bytes are not packed totals: a peer's document is not trusted to be well formed. */
export function unpackTotals(replicaId: string, value: unknown): ReplicaTotals | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  try {
    const decoder = decoding.createDecoder(value);
    if (decoding.readUint8(decoder) !== version) return undefined;
    const watermark = decoding.readVarUint(decoder);
    const count = decoding.readVarUint(decoder);
    const totals = new Map<string, BatchTotals>();
    let previous = '';
    for (let i = 0; i < count; i += 1) {
      const sharedLength = decoding.readVarUint(decoder);
      if (sharedLength > previous.length) return undefined;
      const id = previous.slice(0, sharedLength) + decoding.readVarString(decoder);
      totals.set(id, { addedMilli: decoding.readVarUint(decoder), takenMilli: decoding.readVarUint(decoder) });
      previous = id;
    }
    return decoding.hasContent(decoder) ? undefined : { replicaId, watermark, totals };
  } catch {
    return undefined;
  }
}

function sharedPrefix(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let i = 0;
  while (i < end && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  return i;
}
