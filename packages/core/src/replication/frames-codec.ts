import type { LedgerRow, Seal } from '../kernel/ledger/chain.ts';
import { limits } from './limits.ts';
import type { Frames } from './messages.ts';
import { WireFault, type WireReader, type WireWriter } from './wire.ts';

const noHash = new Uint8Array(32);
/** hlc, two places in the table of names, schema version, hash, length of the ciphertext. */
const smallestRow = 1 + 1 + 1 + 1 + 32 + 1;
const sealBytes = 32 + 64;

/**
 * Rows of one origin follow one another, so the origin, the first sequence number and the hash before are said once;
 * types and key names stand in a table in front.
 */
export function encodeFrames(out: WireWriter, frames: Frames): Uint8Array {
  const [first] = frames.rows;
  const names: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (name: string): number => {
    let place = places.get(name);
    if (place === undefined) {
      place = names.length;
      places.set(name, place);
      names.push(name);
    }
    return place;
  };
  const placed = frames.rows.map((row) => ({ row, type: placeOf(row.type), key: placeOf(row.keyId) }));
  out
    .text(frames.origin)
    .number(first?.seq ?? 0)
    .fixed(first?.prevHash ?? noHash)
    .number(names.length);
  for (const name of names) out.text(name);
  out.number(placed.length);
  for (const { row, type, key } of placed) {
    out.number(row.hlc).number(type).number(key).number(row.schemaVersion).fixed(row.hash).bytes(row.ciphertext);
  }
  out.number(frames.seals.length);
  for (const seal of frames.seals) out.number(seal.seqEnd).fixed(seal.hash).fixed(seal.signature);
  return out.done();
}

export function decodeFrames(input: WireReader): Frames {
  const origin = input.name();
  let seq = input.number();
  let prevHash = input.fixed(32);
  const names: string[] = [];
  for (let left = input.count(2 * limits.rowsAFrame, 2); left > 0; left -= 1) names.push(input.name());
  const count = input.count(limits.rowsAFrameMax, smallestRow);
  if (count > 0 && (seq < 1 || seq + count > Number.MAX_SAFE_INTEGER)) throw new WireFault('rows count from 1');
  const rows: LedgerRow[] = [];
  for (let index = 0; index < count; index += 1) {
    const hlc = input.number();
    const type = names[input.number()];
    const keyId = names[input.number()];
    if (type === undefined || keyId === undefined) throw new WireFault('a name is not in the table');
    const schemaVersion = input.number();
    const hash = input.fixed(32);
    const ciphertext = input.bytes(limits.oversizedBytes);
    rows.push({ origin, seq, hlc, type, schemaVersion, prevHash, keyId, ciphertext, hash });
    prevHash = hash;
    seq += 1;
  }
  return { type: 'frames', origin, rows, seals: decodeSeals(input, origin) };
}

function decodeSeals(input: WireReader, origin: string): Seal[] {
  const seals: Seal[] = [];
  for (let left = input.count(2 * limits.rowsAFrame, sealBytes + 1); left > 0; left -= 1) {
    seals.push({ origin, seqEnd: input.number(), hash: input.fixed(32), signature: input.fixed(64) });
  }
  return seals;
}
