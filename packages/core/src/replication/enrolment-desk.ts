import type { Random } from '../kernel/ports.ts';
import { boxKeyOf } from './box.ts';
import {
  type Bundle,
  enrolmentVersion,
  exchangeKeys,
  type Hello,
  helloSchema,
  isJoinerSigned,
  isProof,
  proofSchema,
  sealBundle,
  transcriptOf,
} from './enrolment.ts';

/** Why somebody does not get in. Only who proved that it knows the code is told more than `refused`. */
export type DeskRefusal =
  | 'refused'
  | 'slow-down'
  | 'not-understood'
  | 'other-version'
  | 'code-used'
  | 'code-expired'
  | 'code-void'
  | 'terminal-revoked';

export type DeskAnswer =
  | { readonly ok: true; readonly body: Record<string, string> }
  | { readonly ok: false; readonly refusal: DeskRefusal; readonly retryAfterMs: number | null };

export interface DeskCode {
  readonly id: string;
  readonly secret: Uint8Array;
  readonly state: 'open' | 'used' | 'expired' | 'void';
  /** Public key of the terminal it let in, base64. */
  readonly joinerKey: string | null;
}

export interface Joiner {
  readonly publicKey: Uint8Array;
  readonly boxKey: Uint8Array;
}

/** The codes of this terminal, on disk, and what using one does. */
export interface CodeBook {
  /** Codes made lately, also those that are dead by now. */
  codes(): readonly DeskCode[];
  /** Somebody tried with a wrong code: it counts against every open one, since nobody knows which was meant. */
  failed(): void;
  /** Lets a terminal in, durably, or again: the same terminal gets the same bundle. */
  admit(codeId: string, joiner: Joiner): Bundle | 'terminal-revoked';
}

/** Conversations between their two questions. */
const sessionsMax = 64;
const sessionsAnAddress = 4;
const sessionMs = 60_000;
/** Wait after the first wrong code from an address; each further one doubles it. */
const delayMsFirst = 1_000;
const delayMsMax = 60_000;
const quietMs = 10 * 60_000;
const addressesMax = 1_000;

interface Conversation {
  readonly address: string;
  readonly hello: Hello;
  readonly seed: Uint8Array;
  readonly startedMs: number;
}

/** The side of the code exchange that lets terminals in. Times are of the monotonic clock. */
export class EnrolmentDesk {
  readonly #book: CodeBook;
  readonly #random: Random;
  readonly #sessions = new Map<string, Conversation>();
  readonly #failures = new Map<string, { count: number; lastMs: number }>();

  constructor(book: CodeBook, random: Random) {
    this.#book = book;
    this.#random = random;
  }

  hello(address: string, body: unknown, nowMs: number): DeskAnswer {
    const wait = this.#waitMs(address, nowMs);
    if (wait > 0) return refuse('slow-down', wait);
    const read = helloSchema.safeParse(body);
    if (!read.success) return refuse(isOtherVersion(body) ? 'other-version' : 'not-understood');
    if (read.data.version !== enrolmentVersion) return refuse('other-version');
    this.#forgetOld(nowMs);
    const fromThere = [...this.#sessions.values()].filter((one) => one.address === address).length;
    if (fromThere >= sessionsAnAddress || this.#sessions.size >= sessionsMax) return refuse('slow-down', delayMsFirst);
    const session = Buffer.from(this.#random.bytes(16)).toString('hex');
    const seed = this.#random.bytes(32);
    this.#sessions.set(session, { address, hello: read.data, seed, startedMs: nowMs });
    return { ok: true, body: { session, ephemeral: Buffer.from(boxKeyOf(seed)).toString('base64') } };
  }

  proof(address: string, body: unknown, nowMs: number): DeskAnswer {
    const wait = this.#waitMs(address, nowMs);
    if (wait > 0) return refuse('slow-down', wait);
    const read = proofSchema.safeParse(body);
    if (!read.success) return refuse('not-understood');
    this.#forgetOld(nowMs);
    const conversation = this.#sessions.get(read.data.session);
    // A proof is heard once, so that it cannot be said again.
    this.#sessions.delete(read.data.session);
    if (!conversation) return refuse('refused');
    return this.#judge(address, conversation, read.data, nowMs);
  }

  #judge(
    address: string,
    { hello, seed }: Conversation,
    proof: { mac: Uint8Array; signature: Uint8Array },
    nowMs: number,
  ): DeskAnswer {
    const transcript = transcriptOf(hello, boxKeyOf(seed));
    const isTerminal = isJoinerSigned(hello.publicKey, transcript, proof.signature);
    for (const code of this.#book.codes()) {
      const keys = exchangeKeys(seed, hello.ephemeral, code.secret, transcript);
      if (!keys || !isProof(keys, transcript, proof.mac) || !isTerminal) continue;
      const isAgain = code.joinerKey === Buffer.from(hello.publicKey).toString('base64');
      if (code.state !== 'open' && !(code.state === 'used' && isAgain)) return refuse(`code-${code.state}`);
      this.#failures.delete(address);
      const bundle = this.#book.admit(code.id, hello);
      if (typeof bundle === 'string') return refuse(bundle);
      return { ok: true, body: { sealed: sealBundle(keys, this.#random.bytes(12), bundle) } };
    }
    this.#count(address, nowMs);
    this.#book.failed();
    return refuse('refused');
  }

  #count(address: string, nowMs: number): void {
    const count = (this.#failures.get(address)?.count ?? 0) + 1;
    this.#failures.delete(address);
    this.#failures.set(address, { count, lastMs: nowMs });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > addressesMax && oldest !== undefined) this.#failures.delete(oldest);
  }

  #waitMs(address: string, nowMs: number): number {
    const failures = this.#failures.get(address);
    if (!failures) return 0;
    const sinceMs = nowMs - failures.lastMs;
    if (sinceMs > quietMs) this.#failures.delete(address);
    return Math.max(0, Math.min(delayMsMax, delayMsFirst * 2 ** (failures.count - 1)) - sinceMs);
  }

  #forgetOld(nowMs: number): void {
    for (const [id, { startedMs }] of this.#sessions) if (nowMs - startedMs > sessionMs) this.#sessions.delete(id);
  }
}

function refuse(refusal: DeskRefusal, retryAfterMs: number | null = null): DeskAnswer & { ok: false } {
  return { ok: false, refusal, retryAfterMs };
}

function isOtherVersion(body: unknown): boolean {
  const version = (body as { version?: unknown } | null)?.version;
  return typeof version === 'number' && version !== enrolmentVersion;
}
