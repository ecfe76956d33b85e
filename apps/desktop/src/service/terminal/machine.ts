import { randomBytes } from 'node:crypto';
import type { Clock, PasswordHasher, Random } from '@apotheca/core';
import { hash, verify } from '@node-rs/argon2';

/** The only place of the service where time and chance come from. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

export const systemRandom: Random = { bytes: (length) => randomBytes(length) };

/** Argon2id with the parameters of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const argon2Hasher: PasswordHasher = {
  hash: (secret) => hash(secret, cost),
  async verify(phc, secret) {
    try {
      return await verify(phc, secret);
    } catch {
      // Not a PHC string: no password matches it.
      return false;
    }
  },
};
