import { createHash, timingSafeEqual } from 'node:crypto';
import { type HandshakeRefusal, type RelayProof, refusals } from '@apotheca/core/replication/handshake';
import { memberOf } from '@apotheca/core/replication/membership';
import type { Archive, RoomArchive, RoomWatcher } from '../archive/archive.ts';
import { smallKeys } from '../archive/small-state.ts';
import { isFounding } from './membership.ts';
import { Room, type RoomWorld } from './room.ts';

export interface RoomsOptions {
  readonly archive: Archive;
  readonly world: RoomWorld;
  readonly registrationToken: string | null;
  readonly tickMs?: number;
  readonly saveMs?: number;
  readonly trimMs?: number;
  readonly idleMs?: number;
}

/** Ticks and savings of all rooms are spread over this many slices, so that no turn of the event loop is long. */
const slices = 10;
/** Quiet rooms: every two seconds. */
const fullTickEvery = 8;

/** The open rooms: made when a terminal comes, freed when nobody was there for a while. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Room>();
  readonly #opening = new Map<string, Promise<Room>>();
  readonly #closing = new Map<string, Promise<void>>();
  readonly #unfollow = new Map<string, () => void>();
  readonly #timers: NodeJS.Timeout[] = [];
  #slice = 0;
  #savedSlice = 0;

  constructor(options: RoomsOptions) {
    this.#options = options;
    const { tickMs = 250, saveMs = 60_000, trimMs = 60_000, idleMs = 60_000 } = options;
    this.#every(tickMs / slices, () => this.#tickSlice());
    this.#every(saveMs / slices, () => this.#saveSlice());
    this.#every(trimMs, () => void this.trim());
    this.#every(Math.min(idleMs, 5_000), () => this.#freeIdle(idleMs));
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(setInterval(work, ms).unref());
  }

  get open(): Iterable<Room> {
    return this.#rooms.values();
  }

  get count(): number {
    return this.#rooms.size;
  }

  find(storeId: string): Room | undefined {
    return this.#rooms.get(storeId);
  }

  /** Forgets in all open rooms what everybody has. */
  async trim(): Promise<void> {
    for (const room of [...this.#rooms.values()]) {
      try {
        await room.trim();
      } catch (error) {
        this.#options.world.onFault(room.storeId, error);
      }
    }
  }

  /** The room of a store that is known here; undefined where it is not. */
  async of(storeId: string): Promise<Room | undefined> {
    const open = this.#rooms.get(storeId);
    if (open) return open;
    await this.#closing.get(storeId);
    if (!this.#opening.has(storeId) && !(await this.#options.archive.has(storeId))) return undefined;
    return this.#openRoom(storeId);
  }

  #openRoom(storeId: string): Promise<Room> {
    const known = this.#rooms.get(storeId) ?? this.#opening.get(storeId);
    if (known) return Promise.resolve(known);
    const opening = this.#load(storeId).finally(() => this.#opening.delete(storeId));
    this.#opening.set(storeId, opening);
    return opening;
  }

  async #load(storeId: string): Promise<Room> {
    // What other instances do while the room is being made waits for it.
    const early: ((room: Room) => void)[] = [];
    let room: Room | undefined;
    const tell = (news: (room: Room) => void): void => {
      if (room) news(room);
      else early.push(news);
    };
    const watcher: RoomWatcher = {
      advanced: (chunk) => tell((one) => one.advancedElsewhere(chunk)),
      smallChanged: (key, value) => tell((one) => one.smallChangedElsewhere(key, value)),
    };
    const archive: RoomArchive = await this.#options.archive.open(storeId, watcher);
    room = new Room(archive, this.#options.world);
    const { node } = room;
    this.#unfollow.set(
      storeId,
      this.#options.archive.followSignals(storeId, (signal) => node.deliver(signal)),
    );
    this.#rooms.set(storeId, room);
    for (const news of early) news(room);
    return room;
  }

  /** Null admits the terminal of the proof, whose signature was checked, into its room. */
  judge(room: Room | undefined, proof: RelayProof): HandshakeRefusal | null {
    const { storeId, terminalId, vouchers } = proof;
    if (!room || room.membership.isEmpty) return this.#judgeFounding(proof);
    const member = memberOf(storeId, room.membership.lookup, vouchers, terminalId);
    if (!member) return refusals.unknownTerminal;
    if (member.isRevoked) return refusals.revoked;
    if (Buffer.compare(member.publicKey, Buffer.from(proof.publicKey, 'base64')) !== 0) return refusals.notProven;
    return null;
  }

  #judgeFounding(proof: RelayProof): HandshakeRefusal | null {
    const { registrationToken, archive, world } = this.#options;
    const isOpen = registrationToken === null || isSameText(registrationToken, proof.registrationToken ?? '');
    if (!isOpen || archive.figures().stores >= world.quotas.stores) return refusals.registrationClosed;
    const [founder] = proof.vouchers;
    if (!founder || !isFounding(proof.storeId, founder)) return refusals.unknownTerminal;
    const known = { publicKey: Buffer.from(founder.publicKey, 'base64'), isRevoked: false };
    const lookup = (id: string) => (id === founder.terminalId ? known : undefined);
    const member = memberOf(proof.storeId, lookup, proof.vouchers, proof.terminalId);
    if (!member) return refusals.unknownTerminal;
    return Buffer.compare(member.publicKey, Buffer.from(proof.publicKey, 'base64')) === 0 ? null : refusals.notProven;
  }

  /** After `judge` admitted: pins the founder where the store is new, and keeps the vouchers. */
  async enter(proof: RelayProof): Promise<Room | HandshakeRefusal> {
    const room = await this.#openRoom(proof.storeId);
    const [founder] = proof.vouchers;
    if (room.membership.isEmpty && founder) {
      const value = Buffer.from(JSON.stringify(founder));
      const isFirst = await room.pin(smallKeys.founder, value);
      // Somebody else was faster: judged again by what is pinned now.
      if (!isFirst) {
        // Pinned at another instance, and the news is on its way.
        const refusal = room.membership.isEmpty ? refusals.stopping : this.judge(room, proof);
        if (refusal) return refusal;
      }
    }
    room.told(proof.vouchers);
    return room;
  }

  #tickSlice(): void {
    this.#slice = (this.#slice + 1) % (slices * fullTickEvery);
    const slice = this.#slice % slices;
    const isFull = this.#slice < slices;
    let at = 0;
    for (const room of this.#rooms.values()) {
      if (at % slices === slice && room.sockets > 0) this.#guarded(room, () => room.tick(isFull));
      at += 1;
    }
  }

  /** Acknowledgements matter for what may be forgotten; who comes back tells them anew. */
  #saveSlice(): void {
    this.#savedSlice = (this.#savedSlice + 1) % slices;
    let at = 0;
    for (const room of this.#rooms.values()) {
      if (at % slices === this.#savedSlice) this.#guarded(room, () => room.saveAcks());
      at += 1;
    }
  }

  #forEach(work: (room: Room) => void): void {
    for (const room of this.#rooms.values()) this.#guarded(room, () => work(room));
  }

  /** One room's fault is no other room's. */
  #guarded(room: Room, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.world.onFault(room.storeId, error);
    }
  }

  #freeIdle(idleMs: number): void {
    const now = this.#options.world.monotonicMs();
    for (const room of [...this.#rooms.values()]) {
      if (room.idleSinceMs !== null && now - room.idleSinceMs >= idleMs) void this.#free(room);
    }
  }

  async #free(room: Room): Promise<void> {
    this.#rooms.delete(room.storeId);
    this.#unfollow.get(room.storeId)?.();
    this.#unfollow.delete(room.storeId);
    const closing = room.close().finally(() => this.#closing.delete(room.storeId));
    this.#closing.set(room.storeId, closing);
    await closing;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#forEach((room) => room.stop());
    await Promise.all([...this.#rooms.values()].map((room) => this.#free(room)));
  }
}

function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
