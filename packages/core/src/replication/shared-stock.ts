import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * What a store shows its chain: the stock document, in the clear, from its terminals to the relay. Travels only while
 * the owner has said so. The relay keeps it in memory.
 */
export const sharedStockChannel = 'shared-stock';

/** `decision` counts what the owner decided: whoever knows of a later one is right. */
export type SharedStockMessage =
  | { readonly type: 'part'; readonly decision: number; readonly room: string; readonly part: StockPart }
  | { readonly type: 'forget'; readonly decision: number }
  /** From the relay: something got lost, all of it is wanted once more. */
  | { readonly type: 'again' };

/** One piece of an update. */
export interface StockPart {
  readonly id: string;
  readonly index: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

const kinds = { part: 1, forget: 2, again: 3 } as const;
export const stockPartBytes = 192 * 1024;
/** A document of millions of movements is a few megabytes. */
const partsMax = 170;
const textMax = 200;

export function encodeSharedStock(message: SharedStockMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, kinds[message.type]);
  if (message.type !== 'again') encoding.writeVarUint(encoder, message.decision);
  if (message.type === 'part') {
    const { id, index, count, bytes } = message.part;
    encoding.writeVarString(encoder, message.room);
    encoding.writeVarString(encoder, id);
    encoding.writeVarUint(encoder, index);
    encoding.writeVarUint(encoder, count);
    encoding.writeVarUint8Array(encoder, bytes);
  }
  return encoding.toUint8Array(encoder);
}

/** Null for what is none. */
export function decodeSharedStock(body: Uint8Array): SharedStockMessage | null {
  try {
    const decoder = decoding.createDecoder(body);
    const kind = decoding.readUint8(decoder);
    if (kind === kinds.again) return { type: 'again' };
    const decision = decoding.readVarUint(decoder);
    if (kind === kinds.forget) return { type: 'forget', decision };
    if (kind !== kinds.part) return null;
    const room = decoding.readVarString(decoder);
    const id = decoding.readVarString(decoder);
    const index = decoding.readVarUint(decoder);
    const count = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    const fits = room.length <= textMax && id.length <= textMax && count > 0 && count <= partsMax && index < count;
    return fits ? { type: 'part', decision, room, part: { id, index, count, bytes } } : null;
  } catch {
    return null;
  }
}

/** An update in pieces that fit into signals. */
export function partsOf(id: string, update: Uint8Array): StockPart[] {
  const count = Math.max(1, Math.ceil(update.length / stockPartBytes));
  return Array.from({ length: count }, (_, index) => ({
    id,
    index,
    count,
    bytes: update.subarray(index * stockPartBytes, (index + 1) * stockPartBytes),
  }));
}

/** Puts the pieces of one sender together. A piece out of turn drops what was there. */
export class PartAssembly {
  #id = '';
  #pieces: Uint8Array[] = [];

  /** The whole, when this was its last piece; `lost` when earlier ones are missing. */
  add({ id, index, count, bytes }: StockPart): Uint8Array | 'lost' | null {
    if (index === 0) {
      this.#id = id;
      this.#pieces = [];
    }
    if (id !== this.#id || index !== this.#pieces.length || bytes.length > stockPartBytes) {
      this.#id = '';
      this.#pieces = [];
      return 'lost';
    }
    this.#pieces.push(Uint8Array.from(bytes));
    if (this.#pieces.length < count) return null;
    const whole = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#id = '';
    return whole;
  }
}
