import { sha256Hex } from '../../kernel/canonical.ts';
import type { ModuleContext, Session } from '../../kernel/module.ts';
import { userAggregate } from './model.ts';

const sessionMsMax = 12 * 60 * 60 * 1000;
/** A session outside the own window ends after this long without a call. */
const idleMsMax = 30 * 60 * 1000;

interface Live {
  readonly id: string;
  readonly userId: string;
  readonly expiresMs: number;
  /** The same on the monotonic clock: a wall clock set back lengthens no session, a sleeping computer no other. */
  readonly expiresMonotonicMs: number;
  locked: boolean;
  secondFactorAt: string | null;
  lastSeenMs: number;
  lastSeenMonotonicMs: number;
}

/** Sessions of this terminal: in the database by the hash of their token, so that a restart keeps them. */
export class Sessions {
  readonly #context: ModuleContext;
  readonly #live = new Map<string, Live>();

  constructor(context: ModuleContext) {
    this.#context = context;
    const rows = context.db
      .prepare<{
        token_hash: string;
        id: string;
        user_id: string;
        expires_ms: number;
        locked: number;
        second_factor_at: string | null;
      }>('SELECT token_hash, id, user_id, expires_ms, locked, second_factor_at FROM auth_session WHERE expires_ms > ?')
      .all(context.clock.nowMs());
    for (const row of rows) {
      this.#live.set(row.token_hash, {
        id: row.id,
        userId: row.user_id,
        expiresMs: row.expires_ms,
        expiresMonotonicMs: context.clock.monotonicMs() + sessionMsMax,
        locked: row.locked === 1,
        secondFactorAt: row.second_factor_at,
        lastSeenMs: context.clock.nowMs(),
        lastSeenMonotonicMs: context.clock.monotonicMs(),
      });
    }
  }

  /** The token is shown once; only its hash is kept. */
  open(userId: string, hasSecondFactor: boolean): { token: string; id: string; expiresAt: string } {
    const { clock, random } = this.#context;
    const token = Buffer.from(random.bytes(32)).toString('base64url');
    const nowMs = clock.nowMs();
    const live: Live = {
      id: `session_${Buffer.from(random.bytes(9)).toString('hex')}`,
      userId,
      expiresMs: nowMs + sessionMsMax,
      expiresMonotonicMs: clock.monotonicMs() + sessionMsMax,
      locked: false,
      secondFactorAt: hasSecondFactor ? new Date(nowMs).toISOString() : null,
      lastSeenMs: nowMs,
      lastSeenMonotonicMs: clock.monotonicMs(),
    };
    this.#live.set(sha256Hex(token), live);
    this.#context.local.change((db) => {
      db.write('DELETE FROM auth_session WHERE expires_ms <= ?').run(nowMs);
      db.write(
        'INSERT INTO auth_session (token_hash, id, user_id, created_ms, expires_ms, locked, second_factor_at) VALUES (?, ?, ?, ?, ?, 0, ?)',
      ).run(sha256Hex(token), live.id, userId, nowMs, live.expiresMs, live.secondFactorAt);
    });
    return { token, id: live.id, expiresAt: new Date(live.expiresMs).toISOString() };
  }

  /** The session behind a bearer token; null when unknown, expired, idle for too long, or its user switched off. */
  authenticate(token: string): Session | null {
    const live = this.#live.get(sha256Hex(token));
    if (!live) return null;
    const nowMs = this.#context.clock.nowMs();
    const monotonicMs = this.#context.clock.monotonicMs();
    const isExpired = nowMs >= live.expiresMs || monotonicMs >= live.expiresMonotonicMs;
    const idleMs = Math.max(nowMs - live.lastSeenMs, monotonicMs - live.lastSeenMonotonicMs);
    const user = this.#context.load(userAggregate, live.userId);
    if (isExpired || idleMs > idleMsMax || !user?.active) {
      this.close(live.id);
      return null;
    }
    live.lastSeenMs = nowMs;
    live.lastSeenMonotonicMs = monotonicMs;
    return { id: live.id, userId: user.id, userName: user.name, role: user.role, secondFactorAt: live.secondFactorAt };
  }

  #find(id: string): [string, Live] | undefined {
    for (const entry of this.#live) if (entry[1].id === id) return entry;
    return undefined;
  }

  isLocked(id: string): boolean {
    return this.#find(id)?.[1].locked ?? false;
  }

  setLocked(id: string, locked: boolean): void {
    const found = this.#find(id);
    if (!found) return;
    found[1].locked = locked;
    this.#context.local.change((db) =>
      db.write('UPDATE auth_session SET locked = ? WHERE id = ?').run(locked ? 1 : 0, id),
    );
  }

  showSecondFactor(id: string): string {
    const at = new Date(this.#context.clock.nowMs()).toISOString();
    const found = this.#find(id);
    if (found) found[1].secondFactorAt = at;
    this.#context.local.change((db) =>
      db.write('UPDATE auth_session SET second_factor_at = ? WHERE id = ?').run(at, id),
    );
    return at;
  }

  close(id: string): void {
    const found = this.#find(id);
    if (found) this.#live.delete(found[0]);
    this.#context.local.change((db) => db.write('DELETE FROM auth_session WHERE id = ?').run(id));
  }

  closeOf(userId: string, except: string | null = null): void {
    for (const live of [...this.#live.values()]) if (live.userId === userId && live.id !== except) this.close(live.id);
  }
}
