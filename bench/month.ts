import type { Kernel } from '../packages/core/src/index.ts';
import { hlcMs } from '../packages/core/src/kernel/hlc.ts';
import type { Payload } from '../packages/core/src/kernel/ledger/payload.ts';
import { ledgerRows } from '../packages/core/src/kernel/ledger/rows.ts';

export interface Written {
  readonly type: string;
  readonly payload: Payload;
  readonly atMs: number;
}

/** What sets a store up is not what it does every day. */
const setUp = /^(store|user|supplier|product|receipt|terminal|rx-series)/;
/** What patients and lots begin with: they come back on many days. */
const beginnings = /^(patient\.|lot\.opened|lot\.status)/;
const ids = /(?<=["/_])(pat|cnd|alg|cov|lot|rx|fill|demofill|sale|blob)_([\w-]{10,64})(?=["_])/g;
const peopleTurns = 40;
const stockTurns = 8;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * What the demo's counter wrote, turn after turn, and a look at a patient after every change. Each turn has its own
 * prescriptions and sales; patients and lots come back. New ids sort by time, as those the kernel makes do.
 */
export function* month(kernel: Kernel, events: number): Generator<Written> {
  const changes = [...ledgerRows(kernel.engine.parts.db)]
    .map((row) => ({ type: row.type, atMs: hlcMs(row.hlc), payload: kernel.ledger.payloadOf(row) }))
    .filter(({ type, payload }) => !setUp.test(type) && !payload.b)
    .map((one) => ({ ...one, text: JSON.stringify(one.payload), isBeginning: isBeginning(one) }));
  const firstMs = changes[0]?.atMs ?? 0;
  const spanMs = (changes.at(-1)?.atMs ?? 0) - firstMs;
  const timeOf = (turn: number, atMs: number) => Math.floor(firstMs + (turn * spanMs + atMs - firstMs) / 1000);
  for (let turn = 0, count = 0; ; turn += 1) {
    for (const { type, text, atMs, payload, isBeginning } of changes) {
      if (isBeginning && turn >= (payload.k === 'lot' ? stockTurns : peopleTurns)) continue;
      const own = JSON.parse(
        text.replace(ids, (_all, prefix: string, id: string) => ownId(prefix, id, turn, timeOf)),
      ) as Payload;
      const at = timeOf(turn, atMs);
      yield { type, payload: own, atMs: at };
      yield { type: 'audit.recorded', payload: lookOf(own), atMs: at };
      count += 2;
      if (count >= events) return;
    }
  }
}

function isBeginning({ type, payload }: { type: string; payload: Payload }): boolean {
  return beginnings.test(type) || (payload.p as { reason?: unknown } | null)?.reason === 'receipt';
}

function ownId(prefix: string, id: string, turn: number, timeOf: (turn: number, atMs: number) => number): string {
  const isOfPerson = /^(pat|cnd|alg|cov)$/.test(prefix);
  const at = prefix === 'lot' ? turn % stockTurns : isOfPerson ? turn % peopleTurns : turn;
  const mark = `${alphabet[(at >> 5) & 31]}${alphabet[at & 31]}`;
  const atMs = parseTime(id);
  if (atMs === null) return `${prefix}_${id.slice(0, -2)}${mark}`;
  return `${prefix}_${timeText(timeOf(at, atMs))}${id.slice(10, -2)}${mark}`;
}

/** The ids of lots and files are hashes. */
function parseTime(id: string): number | null {
  if (id.length !== 20) return null;
  let ms = 0;
  for (const letter of id.slice(0, 10)) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return null;
    ms = ms * 32 + digit;
  }
  return ms;
}

function timeText(ms: number): string {
  let text = '';
  for (let rest = ms, place = 0; place < 10; place += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function lookOf(change: Payload): Payload {
  const patientIds = change.n?.patientIds ?? [];
  const note = {
    outcome: 'read',
    patientIds,
    requestId: 'r-0000000000',
    revision: null,
    denials: [],
    objects: [],
  } as const;
  return {
    k: 'audit',
    i: '',
    p: null,
    a: change.a,
    c: 'patients.get',
    t: change.t,
    n: { ...note, purpose: 'treatment' },
  };
}
