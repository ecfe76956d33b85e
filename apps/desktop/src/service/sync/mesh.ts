import { closeCodeOf } from '@apotheca/core/replication/close-codes';
import { handshakeCode } from '@apotheca/core/replication/handshake';
import { backoffMs, stableMs } from './backoff.ts';
import type { Dialling } from './dial.ts';
import { LinkRefused } from './greet.ts';

export type TargetKind = 'terminal' | 'relay';
/** How an address became known. One that a person gave is never dropped by itself. */
export type TargetSource = 'flag' | 'remembered' | 'found' | 'told';

/** What came of a link to be: who is there, and a promise that ends with the link. */
export interface Connection {
  readonly terminalId: string;
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>;
}

export interface MeshOptions {
  dial(url: URL, kind: TargetKind): Dialling<Connection>;
  isLinked(terminalId: string): boolean;
  /** 0 <= x < 1. */
  random(): number;
  /** Monotonic. */
  nowMs(): number;
  onTrouble(target: TargetReport): void;
}

export interface TargetReport {
  readonly url: string;
  readonly kind: TargetKind;
  readonly terminalId: string | null;
  /** Why there is no link by this address, in plain words. */
  readonly trouble: string | null;
}

interface Target {
  readonly url: URL;
  readonly kind: TargetKind;
  readonly source: TargetSource;
  terminalId: string | null;
  state: 'waiting' | 'dialling' | 'up';
  failures: number;
  dueMs: number;
  upSinceMs: number;
  trouble: string | null;
  cancel: () => void;
}

const targetsMax = 128;
/** What only a person can mend is looked at again this often. */
const hopelessMs = 10 * 60_000;
const slowFailures = 5;

/** Keeps a link to every terminal whose address is known. No timers of its own: `tick` about every 250 ms. */
export class Mesh {
  readonly #options: MeshOptions;
  readonly #targets = new Map<string, Target>();
  #isStopped = false;

  constructor(options: MeshOptions) {
    this.#options = options;
  }

  add(url: URL, about: { kind: TargetKind; source: TargetSource; terminalId: string | null }): void {
    const nowMs = this.#options.nowMs();
    const known = this.#targets.get(url.href);
    if (known) {
      // Seen again while it waits: it is there now.
      if (about.source === 'found' && known.state === 'waiting') known.dueMs = Math.min(known.dueMs, nowMs);
      known.terminalId ??= about.terminalId;
      return;
    }
    if (this.#targets.size >= targetsMax) return;
    this.#targets.set(url.href, {
      url,
      ...about,
      state: 'waiting',
      failures: 0,
      dueMs: nowMs,
      upSinceMs: 0,
      trouble: null,
      cancel: () => {},
    });
  }

  /** A terminal that was put out is not dialled any more. */
  forget(terminalId: string): void {
    for (const [key, target] of this.#targets) {
      if (target.terminalId !== terminalId) continue;
      target.cancel();
      this.#targets.delete(key);
    }
  }

  tick(): void {
    if (this.#isStopped) return;
    const nowMs = this.#options.nowMs();
    const busy = new Set<string>();
    for (const { state, terminalId } of this.#targets.values()) {
      if (state !== 'waiting' && terminalId !== null) busy.add(terminalId);
    }
    for (const [key, target] of this.#targets) {
      if (target.state !== 'waiting' || target.dueMs > nowMs) continue;
      if (target.terminalId !== null) {
        if (busy.has(target.terminalId) || this.#options.isLinked(target.terminalId)) continue;
        busy.add(target.terminalId);
      }
      this.#dial(key, target);
    }
  }

  reports(): TargetReport[] {
    return [...this.#targets.values()].map(reportOf);
  }

  stop(): void {
    this.#isStopped = true;
    for (const target of this.#targets.values()) target.cancel();
  }

  #dial(key: string, target: Target): void {
    target.state = 'dialling';
    const dialling = this.#options.dial(target.url, target.kind);
    target.cancel = () => dialling.cancel();
    dialling.done
      .then(async (connection) => {
        target.state = 'up';
        target.terminalId = connection.terminalId;
        target.trouble = null;
        target.upSinceMs = this.#options.nowMs();
        target.cancel = () => {};
        this.#ended(key, target, await connection.ended);
      })
      .catch((error: unknown) => {
        const code = error instanceof LinkRefused ? error.code : 1006;
        const reason = error instanceof Error ? error.message : 'The connection failed.';
        this.#ended(key, target, { code, reason });
      });
  }

  #ended(key: string, target: Target, why: { readonly code: number; readonly reason: string }): void {
    const nowMs = this.#options.nowMs();
    const wasUp = target.state === 'up';
    target.state = 'waiting';
    target.cancel = () => {};
    if (this.#isStopped || !this.#targets.has(key)) return;
    if (why.code === handshakeCode.oneself && target.source !== 'flag') {
      this.#targets.delete(key);
      return;
    }
    const isGood = wasUp && nowMs - target.upSinceMs >= stableMs;
    target.failures = isGood ? 1 : target.failures + 1;
    const retry = closeCodeOf(why.code)?.retry ?? 'soon';
    if (retry === 'slowly') target.failures = Math.max(target.failures, slowFailures);
    const wait = retry === 'never' ? hopelessMs : backoffMs(target.failures, this.#options.random);
    target.dueMs = nowMs + wait;
    const before = target.trouble;
    target.trouble = sentenceFor(why);
    if (target.trouble !== before) this.#options.onTrouble(reportOf(target));
  }
}

function reportOf({ url, kind, terminalId, trouble }: Target): TargetReport {
  return { url: url.href, kind, terminalId, trouble };
}

function sentenceFor({ code, reason }: { readonly code: number; readonly reason: string }): string {
  return reason || closeCodeOf(code)?.sentence || 'The connection broke. It is tried again.';
}
