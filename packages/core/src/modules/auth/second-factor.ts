import { createGuardrails, generateSecret, generateURI, verifySync } from 'otplib';
import type { Clock } from '../../kernel/ports.ts';

/** RFC 4226 asks for 128 bits; a secret enrolled elsewhere may be shorter (the demo's has 80). */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
/** One step of 30 s either side: clocks differ. */
const toleranceSeconds = 30;

/**
 * TOTP, RFC 6238. A code is bound to the session that first used it, so that a code seen over a shoulder is of no use
 * in another session, while one person may confirm two acts within half a minute.
 */
export class SecondFactor {
  readonly #clock: Clock;
  readonly #used = new Map<string, { owner: string; untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  verify(userId: string, secret: string, code: string, owner: string): boolean {
    const nowMs = this.#clock.nowMs();
    for (const [key, use] of this.#used) if (use.untilMs < nowMs) this.#used.delete(key);
    const result = verifySync({
      secret,
      token: code,
      epoch: Math.floor(nowMs / 1000),
      epochTolerance: toleranceSeconds,
      guardrails,
    });
    if (!result.valid) return false;
    const key = `${userId} ${code}`;
    const use = this.#used.get(key);
    if (use && use.owner !== owner) return false;
    this.#used.set(key, { owner, untilMs: nowMs + 2 * toleranceSeconds * 1000 + 30_000 });
    return true;
  }

  enrol(label: string): { secret: string; uri: string } {
    const secret = generateSecret();
    return { secret, uri: generateURI({ issuer: 'Apotheca', label, secret }) };
  }
}
