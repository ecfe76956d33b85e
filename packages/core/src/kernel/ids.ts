import type { Random } from './ports.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** `prefix_` + 10 characters of time + 10 of chance: sorts by time, so that inserts stay near each other on disk. */
export function makeId(prefix: string, nowMs: number, random: Random): string {
  let time = '';
  for (let rest = nowMs, place = 0; place < 10; place += 1) {
    time = alphabet[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  let chance = '';
  for (const byte of random.bytes(10)) chance += alphabet[byte % 32];
  return `${prefix}_${time}${chance}`;
}
