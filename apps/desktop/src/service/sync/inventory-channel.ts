import type { Random } from '@apotheca/core';

/** The replicated document, as the inventory module offers it. */
export interface DocumentReplica {
  room(): string;
  encodeStateVector(): Uint8Array;
  encodeUpdate(theirStateVector: Uint8Array): Uint8Array;
  applyUpdate(update: Uint8Array): void;
  onUpdate(listener: (update: Uint8Array, isLocal: boolean) => void): () => void;
}

export interface InventoryChannelOptions {
  /** Null while the inventory module is switched off: the ledger brings it all later. */
  replica(): DocumentReplica | null;
  send(to: string, body: Uint8Array): void;
  readonly random: Random;
  /** Something came that is not of this document; one word for the log. */
  onForeign(from: string, what: 'room' | 'malformed'): void;
}

export const inventoryChannel = 'inventory';

/** What has been written in this time goes out as one update. */
const gatherMs = 25;
/** Two documents are compared this often, in case an update got lost: signals are not kept. */
const compareMs = 60_000;
const partBytes = 192 * 1024;
/** A document of millions of movements is a few megabytes. */
const documentBytesMax = 32 * 1024 * 1024;

const kinds = { vector: 1, answer: 2, update: 3 } as const;

interface Assembly {
  readonly id: string;
  readonly parts: Uint8Array[];
  bytes: number;
}

/**
 * Keeps the inventory documents of two terminals alike: state vectors when they meet, then what one lacks, then what
 * is written as it is written. The ledger is the truth behind it; whatever is lost here is found again.
 */
export class InventoryChannel {
  readonly #options: InventoryChannelOptions;
  readonly #assemblies = new Map<string, Assembly>();
  readonly #ready = new Map<string, number>();
  #sent: Uint8Array | null = null;
  #room = '';
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(options: InventoryChannelOptions) {
    this.#options = options;
  }

  /** Listens to the document; later, where the inventory is off at the moment. */
  start(): void {
    const replica = this.#unsubscribe === null ? this.#options.replica() : null;
    if (!replica) return;
    this.#sent = replica.encodeStateVector();
    this.#room = replica.room();
    this.#unsubscribe = replica.onUpdate((_update, isLocal) => {
      if (isLocal && this.#ready.size > 0) this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
    });
  }

  stop(): void {
    this.#unsubscribe?.();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  peerReady(terminalId: string, isReady: boolean, nowMs: number): void {
    this.#assemblies.delete(terminalId);
    if (!isReady) {
      this.#ready.delete(terminalId);
      return;
    }
    this.#ready.set(terminalId, nowMs);
    this.#ask(terminalId);
  }

  tick(nowMs: number): void {
    this.start();
    this.#followRoom();
    for (const [terminalId, askedMs] of this.#ready) {
      if (nowMs - askedMs < compareMs && nowMs >= askedMs) continue;
      this.#ready.set(terminalId, nowMs);
      this.#ask(terminalId);
    }
  }

  /** A new epoch is another document: whoever is there already is asked for it at once. */
  #followRoom(): void {
    const replica = this.#options.replica();
    if (!replica || replica.room() === this.#room) return;
    this.#room = replica.room();
    this.#sent = replica.encodeStateVector();
    this.#assemblies.clear();
    for (const terminalId of this.#ready.keys()) this.#ask(terminalId);
  }

  received(from: string, body: Uint8Array): void {
    const message = readPart(body);
    const replica = this.#options.replica();
    if (!replica) return;
    this.#followRoom();
    if (message?.room !== this.#room) {
      // Of the same store: one of the two has not heard of the new epoch yet.
      const isOtherEpoch = message !== null && storeOf(message.room) === storeOf(this.#room);
      if (!isOtherEpoch) this.#options.onForeign(from, message ? 'room' : 'malformed');
      return;
    }
    const whole = this.#assemble(from, message);
    if (!whole) return;
    try {
      if (message.kind === kinds.update) this.#apply(replica, whole);
      else this.#answer(from, replica, whole, message.kind === kinds.vector);
    } catch {
      this.#options.onForeign(from, 'malformed');
    }
  }

  /** What came from others is not sent on: whoever lacks it asks. */
  #apply(replica: DocumentReplica, update: Uint8Array): void {
    const isSettled = this.#timer === null;
    replica.applyUpdate(update);
    if (isSettled) this.#sent = replica.encodeStateVector();
  }

  /** What the other lacks, and once the own vector for what this end lacks. */
  #answer(to: string, replica: DocumentReplica, theirs: Uint8Array, isAsked: boolean): void {
    const update = replica.encodeUpdate(theirs);
    if (isAsked) this.#send(to, kinds.answer, replica.encodeStateVector());
    this.#send(to, kinds.update, update);
  }

  #ask(to: string): void {
    const replica = this.#options.replica();
    if (replica) this.#send(to, kinds.vector, replica.encodeStateVector());
  }

  #flush(): void {
    this.#timer = null;
    this.#followRoom();
    const replica = this.#options.replica();
    if (!replica) return;
    const update = replica.encodeUpdate(this.#sent ?? replica.encodeStateVector());
    this.#sent = replica.encodeStateVector();
    this.#send('*', kinds.update, update);
  }

  #send(to: string, kind: number, content: Uint8Array): void {
    const room = Buffer.from(this.#options.replica()?.room() ?? '');
    const count = Math.max(1, Math.ceil(content.length / partBytes));
    const id = Buffer.from(this.#options.random.bytes(8));
    for (let part = 0; part < count; part += 1) {
      const head = Buffer.alloc(6);
      head.writeUInt8(kind, 0);
      head.writeUInt8(room.length, 1);
      head.writeUInt16BE(part, 2);
      head.writeUInt16BE(count, 4);
      const piece = content.subarray(part * partBytes, (part + 1) * partBytes);
      this.#options.send(to, Buffer.concat([head, id, room, piece]));
    }
  }

  #assemble(from: string, { id, part, count, content }: Part): Uint8Array | null {
    if (count === 1) return content;
    const open = this.#assemblies.get(from);
    const assembly = part === 0 ? { id, parts: [], bytes: 0 } : open;
    const fits =
      assembly?.id === id && assembly.parts.length === part && assembly.bytes + content.length <= documentBytesMax;
    if (!assembly || !fits) {
      this.#assemblies.delete(from);
      return null;
    }
    assembly.parts.push(content);
    assembly.bytes += content.length;
    this.#assemblies.set(from, assembly);
    if (assembly.parts.length < count) return null;
    this.#assemblies.delete(from);
    return Buffer.concat(assembly.parts);
  }
}

/** A room is named by its store and epoch. */
function storeOf(room: string): string {
  return room.slice(0, room.lastIndexOf('/'));
}

interface Part {
  readonly kind: number;
  readonly id: string;
  readonly room: string;
  readonly part: number;
  readonly count: number;
  readonly content: Uint8Array;
}

function readPart(body: Uint8Array): Part | null {
  const bytes = Buffer.from(body);
  const roomBytes = bytes[1] ?? 0;
  if (bytes.length < 14 + roomBytes) return null;
  const [kind, part, count] = [bytes.readUInt8(0), bytes.readUInt16BE(2), bytes.readUInt16BE(4)];
  if (kind < kinds.vector || kind > kinds.update || count === 0 || part >= count) return null;
  const room = bytes.toString('utf8', 14, 14 + roomBytes);
  return { kind, id: bytes.toString('hex', 6, 14), room, part, count, content: bytes.subarray(14 + roomBytes) };
}
