/** What the generator and who starts it tell each other. */
export interface LoadOrder {
  readonly kind: 'relay' | 'stock';
  readonly url: string;
  /** Rooms to have in all; new ones are added to those that are there. */
  readonly rooms: number;
  readonly measureMs: number;
}

export interface LoadReport {
  readonly rooms: number;
  readonly deliveries: number;
  /** Deliveries that had not come when the time was over. */
  readonly missing: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Bytes of one change: an event as a ledger holds it, compressed and encrypted. */
export const changeBytes = 400;
export const clientsPerRoom = 4;
/** One change a room and second, by its clients in turn. */
export const changeEveryMs = 1_000;

/** A client of a room. `send` puts the time in, `seen` is called with the time of each change of another. */
export interface LoadClient {
  send(change: Uint8Array): void;
}

export type Seen = (sentAtMs: number) => void;

/** The time stands in the last eight bytes of a change. */
export function newChange(): Uint8Array {
  const bytes = Buffer.alloc(changeBytes, 7);
  bytes.writeDoubleLE(performance.now(), changeBytes - 8);
  return bytes;
}

/** The time in the last change of a message that goes on for `after` bytes behind it. */
export function timeIn(message: Buffer, after: number): number {
  return message.readDoubleLE(message.length - 8 - after);
}
