import type { LocalState } from '../../kernel/module.ts';
import type { Clock, ReadDb } from '../../kernel/ports.ts';
import { RefusalError } from '../../kernel/refusal.ts';

/** Failures before a pause; each further one doubles it, up to an hour. */
export const attemptsFree = 5;
const pauseMsFirst = 30_000;
const pauseMsMax = 60 * 60 * 1000;

export function pauseMs(failures: number): number {
  return failures < attemptsFree ? 0 : Math.min(pauseMsMax, pauseMsFirst * 2 ** (failures - attemptsFree));
}

/** Counts failed sign-ins by user name, on disk, so that a restart does not forgive them. */
export class Attempts {
  readonly #db: ReadDb;
  readonly #local: LocalState;
  readonly #clock: Clock;

  constructor(db: ReadDb, local: LocalState, clock: Clock) {
    this.#db = db;
    this.#local = local;
    this.#clock = clock;
  }

  /** Throws `too-many-attempts` while the subject must wait. */
  admit(subject: string): void {
    const row = this.#row(subject);
    const nowMs = this.#clock.nowMs();
    if (!row || row.blocked_until_ms <= nowMs) return;
    // A clock that was ahead when the wait began and was set right since: the wait begins anew, it does not last years.
    const latestMs = nowMs + pauseMs(row.failures);
    if (row.blocked_until_ms > latestMs) this.#keep(subject, row.failures, latestMs);
    const retryAt = new Date(Math.min(row.blocked_until_ms, latestMs)).toISOString();
    throw new RefusalError({ kind: 'too-many-attempts', data: { retryAt } });
  }

  #row(subject: string) {
    return this.#db
      .prepare<{ failures: number; blocked_until_ms: number }>(
        'SELECT failures, blocked_until_ms FROM auth_attempt WHERE subject = ?',
      )
      .get(subject);
  }

  /** Before a check that waits: of guesses sent at once each must count for the next, not only for those after them. */
  count(subject: string): void {
    const failures = (this.#row(subject)?.failures ?? 0) + 1;
    this.#keep(subject, failures, this.#clock.nowMs() + pauseMs(failures));
  }

  #keep(subject: string, failures: number, until: number): void {
    this.#local.change((db) =>
      db
        .write('INSERT OR REPLACE INTO auth_attempt (subject, failures, blocked_until_ms) VALUES (?, ?, ?)')
        .run(subject, failures, until),
    );
  }

  forgive(subject: string): void {
    if (!this.#row(subject)) return;
    this.#local.change((db) => db.write('DELETE FROM auth_attempt WHERE subject = ?').run(subject));
  }
}
