import { closeCodes } from '../close-codes.ts';
import { decodeMessage, encodeMessage } from '../codec.ts';
import { messageTypes } from '../messages.ts';
import { ChainWriter, testTerminal } from './chain-writer.ts';
import { RawPeer } from './raw-peer.ts';
import { Rig, type RigNode } from './rig.ts';

/** Held by the terminal that is attacked; the pushed ones are what an altered message could bring it. */
const rowsAtStart = 20;
const rowsPushed = 8;

/** Messages of a real exchange between two terminals and a relay: every type of them. */
export function recordedMessages(): Uint8Array[] {
  const rig = new Rig();
  const [a, b] = [rig.add('a'), rig.add('b')];
  const relay = rig.add('relay', { kind: 'relay' });
  rig.records = true;
  a.write(rowsAtStart);
  a.seal();
  b.write(10);
  rig.link(a, b);
  rig.link(a, relay);
  const link = rig.link(b, relay);
  rig.pass(1_000);
  a.node.signal('b', 'inventory', new Uint8Array(50));
  a.node.signal('*', 'lease', new Uint8Array(9));
  a.write(rowsPushed);
  a.seal();
  rig.pass(6_000);
  relay.store.trim(a.writer.origin, rowsAtStart);
  link.cut();
  rig.link(rig.add('c'), relay);
  rig.pass(1_000);
  a.node.stop();
  rig.pass(500);
  const kinds = new Set(rig.recorded.map((bytes) => bytes[0]));
  for (const [name, type] of Object.entries(messageTypes)) {
    if (!kinds.has(type) && name !== 'drop') throw new Error(`the recording has no ${name}`);
  }
  return [...rig.recorded, encodeMessage({ type: 'drop', origin: a.writer.origin })];
}

/** xorshift32: a sequence from a seed, for tests only. */
function chance(seed: number): (below: number) => number {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** One to four changes: bits, bytes, cuts, repeats, lengths that lie, parts of another message. */
function mutate(original: Uint8Array, others: readonly Uint8Array[], below: (n: number) => number): Uint8Array {
  let bytes = Array.from(original.length > 4_096 ? original.subarray(0, 4_096) : original);
  // Half of them in one place only: those get furthest.
  const isSlight = below(2) === 0;
  for (let changes = isSlight ? 1 : 1 + below(4); changes > 0; changes -= 1) {
    const at = below(Math.max(1, bytes.length));
    switch (isSlight ? below(2) : below(7)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        bytes[at] = [0, 1, 127, 128, 255][below(5)] as number;
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes.splice(at, 0, ...bytes.slice(at, at + below(64)));
        break;
      case 4:
        bytes.splice(at, 0, 0xff, 0xff, 0xff, below(128));
        break;
      case 5: {
        const other = others[below(others.length)] as Uint8Array;
        bytes.splice(at, below(32), ...other.subarray(below(other.length)).subarray(0, 64));
        break;
      }
      default:
        bytes.splice(at, below(16));
    }
  }
  return Uint8Array.from(bytes);
}

export interface FuzzResult {
  readonly frames: number;
  /** Links that were closed for what came by them. */
  readonly closed: number;
  /** Rows that no member wrote, rows that are gone, origins accused; must be 0. */
  readonly foreignRows: number;
  /** Closes with another code than those for bad messages; must be empty. */
  readonly otherCodes: number[];
  /** Genuine rows that came through all the same: shows that the messages got as far as the store. */
  readonly taken: number;
  readonly heapGrowthBytes: number;
}

const expectedCodes = new Set<number>(
  [closeCodes.malformed, closeCodes.overdrawn, closeCodes.tooFast, closeCodes.otherStore, closeCodes.oneself].map(
    ({ code }) => code,
  ),
);
const helloCodes = [closeCodes.notProven, closeCodes.protocolTooOld, closeCodes.protocolTooNew];
for (const { code } of helloCodes) expectedCodes.add(code);

const framesAStore = 500;

/**
 * Throws `count` altered messages at a terminal that is in the middle of a session: nothing may throw, no row that no
 * member wrote may be taken, no origin be quarantined, nothing of the terminal's own be touched.
 */
export function fuzzFrames(count: number, seed = 1): FuzzResult {
  const below = chance(seed);
  const recorded = recordedMessages();
  const pushes = recorded.filter((bytes) => isPush(bytes));
  const chains = genuineChains();
  const otherCodes: number[] = [];
  let closed = 0;
  let foreignRows = 0;
  let taken = 0;
  const heapBefore = process.memoryUsage().heapUsed;
  for (let frame = 0; frame < count; ) {
    const rig = new Rig();
    // Every second time as a relay sees it: without the key, the chain alone has to tell.
    const target = rig.add('b', (frame / framesAStore) % 2 === 0 ? {} : { store: { storeKeys: undefined } });
    target.store.write(chains.a.batch(0, rowsAtStart), rig.nowMs);
    target.store.write(chains.b.batch(), rig.nowMs);
    let peer = attach(rig, target, chains.a, below);
    for (const end = Math.min(count, frame + framesAStore); frame < end; frame += 1) {
      const from = below(3) === 0 ? pushes : recorded;
      peer.sayBytes(mutate(from[below(from.length)] as Uint8Array, recorded, below));
      if (frame % 64 === 0) rig.pass(250);
      if (!peer.closed) continue;
      closed += 1;
      if (!expectedCodes.has(peer.closed.code) && peer.all('bye').length > 0) otherCodes.push(peer.closed.code);
      peer = attach(rig, target, chains.a, below);
    }
    foreignRows += foreignTo(target, chains);
    taken += (target.store.head(chains.a.origin)?.seq ?? 0) - rowsAtStart;
  }
  const heapGrowthBytes = process.memoryUsage().heapUsed - heapBefore;
  return { frames: count, closed, foreignRows, otherCodes, taken, heapGrowthBytes };
}

/** FRAMES with the rows that the attacked terminal lacks. */
function isPush(bytes: Uint8Array): boolean {
  const message = decodeMessage(bytes);
  return message.type === 'frames' && message.rows[0]?.seq === rowsAtStart + 1;
}

interface Genuine {
  readonly a: ChainWriter;
  readonly b: ChainWriter;
}

/** What the recorded terminals wrote: chains come from a seed, so they are the same here. */
function genuineChains(): Genuine {
  const a = new ChainWriter({ terminal: testTerminal('a') }).appendMany(rowsAtStart, 'a');
  a.appendMany(rowsPushed, 'a');
  return { a, b: new ChainWriter({ terminal: testTerminal('b') }).appendMany(10, 'b') };
}

/** Rows that no member wrote, rows that are gone, origins that stand accused. */
function foreignTo({ store }: RigNode, { a, b }: Genuine): number {
  const hex = ({ rows }: ChainWriter) => rows.map((row) => Buffer.from(row.hash).toString('hex'));
  const dump = store.dump();
  const { [a.origin]: ofA = [], [b.origin]: ofB = [], ...others } = dump;
  const wrong = [
    ...Object.values(others).flat(),
    ...ofA.filter((hash, at) => hash !== hex(a)[at]),
    ...hex(b).filter((hash, at) => hash !== ofB[at]),
    ...[a, b].filter(({ origin }) => store.isQuarantined(origin)),
  ];
  return wrong.length + Math.max(0, rowsAtStart - ofA.length) + store.evidence.length + (store.isSound() ? 0 : 1);
}

/** A session under way: what `a` has is told and asked for. */
function attach(rig: Rig, target: RigNode, chain: ChainWriter, below: (n: number) => number): RawPeer {
  const kind = below(2) === 0 ? ('direct' as const) : ('relay' as const);
  const peer = new RawPeer(rig, target, { terminalId: kind === 'relay' ? 'relay' : 'a', kind });
  if (below(20) === 0) return peer;
  const last = chain.rows.at(-1) as (typeof chain.rows)[number];
  const heads = [{ origin: chain.origin, seq: last.seq, hash: last.hash }];
  return peer.hello().say({ type: 'have', full: true, heads }, { type: 'origin', record: chain.record });
}
