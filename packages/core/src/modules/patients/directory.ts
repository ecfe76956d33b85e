import type { Unit } from '../../kernel/module.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { assert, RefusalError } from '../../kernel/refusal.ts';
import { patientAggregate } from './aggregate.ts';
import { duplicateCandidates, type Likely, likelyDuplicates, type Person } from './duplicates.ts';
import { allIds, combined, survivorOf } from './merge.ts';
import type { PatientState } from './model.ts';
import { searchPatients } from './search.ts';
import { type PatientRow, rowOnWire, type WireRow } from './to-wire.ts';

/** What loads one aggregate: a unit inside a command, the module context outside. */
export type Loader = Pick<Unit, 'load'>;

/** Looking patients up, merges followed: the one place that knows how records become persons. */
export function personAt(db: ReadDb, from: Loader, id: string): PatientState | undefined {
  const [survivorId, ...others] = allIds(db, id);
  const survivor = survivorId === undefined ? undefined : from.load(patientAggregate, survivorId);
  if (!survivor) return undefined;
  const records = others.map((other) => from.load(patientAggregate, other)).filter((p) => p !== undefined);
  return records.length === 0 ? survivor : combined(survivor, records);
}

/** The person these records make, as this unit sees them: the first is the survivor. */
export function personOf(from: Loader, ids: readonly string[]): PatientState {
  const [survivor, ...others] = ids.map((id) => from.load(patientAggregate, id)).filter((p) => p !== undefined);
  assert(survivor, 'a person has a record');
  return combined(survivor, others);
}

export function mustFind(db: ReadDb, from: Loader, id: string): PatientState {
  const patient = personAt(db, from, id);
  if (!patient) throw new RefusalError({ kind: 'not-found', data: { what: 'patient', id } });
  return patient;
}

/** The record itself, to be written to; a merged one is refused with the id to go to. */
export function mustLoadForChange(db: ReadDb, unit: Unit, id: string): PatientState {
  const patient = unit.load(patientAggregate, id);
  if (!patient) throw new RefusalError({ kind: 'not-found', data: { what: 'patient', id } });
  if (patient.mergedInto !== null) {
    throw new RefusalError({ kind: 'patient-merged', data: { patientId: survivorOf(db, id) } });
  }
  return patient;
}

export function rowOf(db: ReadDb, id: string): PatientRow | undefined {
  return db.prepare<PatientRow>('SELECT * FROM patients_patient WHERE aggregate_id = ?').get(id);
}

export interface Page {
  readonly items: WireRow[];
  readonly nextCursor: string | null;
}

/** Search as you type; a merged record is shown as the one it went into. */
export function search(
  db: ReadDb,
  input: {
    readonly q: string;
    readonly withDeceased: boolean;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Page {
  if (input.q.trim() === '') return browse(db, input);
  const offset = Number(input.cursor?.replace(/^o/, '') ?? 0) || 0;
  const items = new Map<string, WireRow>();
  const exact = rowOf(db, input.q.trim());
  const found = exact
    ? [{ id: exact.aggregate_id, via: 'id' as const }]
    : searchPatients(db, input.q, offset + input.limit + 20);
  for (const { id, via } of found) {
    const row = rowOf(db, survivorOf(db, id));
    if (!row || items.has(row.aggregate_id) || (row.deceased === 1 && !input.withDeceased)) continue;
    items.set(row.aggregate_id, rowOnWire(row, via));
  }
  const all = [...items.values()];
  const shown = all.slice(offset, offset + input.limit);
  return { items: shown, nextCursor: all.length > offset + input.limit ? `o${offset + input.limit}` : null };
}

function browse(
  db: ReadDb,
  input: { readonly cursor?: string | undefined; readonly limit: number; readonly withDeceased: boolean },
): Page {
  const [sortKey, id] = readCursor(input.cursor);
  const rows = db
    .prepare<PatientRow>(
      `SELECT * FROM patients_patient WHERE merged_into IS NULL AND (sort_key, aggregate_id) > (?, ?) AND deceased <= ?
       ORDER BY sort_key, aggregate_id LIMIT ?`,
    )
    .all(sortKey, id, input.withDeceased ? 1 : 0, input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  const cursor = last ? Buffer.from(JSON.stringify([last.sort_key, last.aggregate_id])).toString('base64url') : null;
  return { items: shown.map((row) => rowOnWire(row, 'name')), nextCursor: rows.length > input.limit ? cursor : null };
}

function readCursor(cursor: string | undefined): [string, string] {
  if (!cursor) return ['', ''];
  try {
    const [sortKey, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof sortKey === 'string' && typeof id === 'string') return [sortKey, id];
  } catch {
    // falls through to the refusal: what does not parse is no cursor either
  }
  const fields = [{ path: 'cursor', message: 'Not one this list gave out; start from the first page.' }];
  throw new RefusalError({ kind: 'invalid-input', data: { fields } });
}

export type DuplicateRow = Likely & { readonly row: WireRow };

/** Likely duplicates of a person among those here, each as a row a screen can show. */
export function duplicatesOf(db: ReadDb, from: Loader, person: Person): DuplicateRow[] {
  const ids = new Set(duplicateCandidates(db, person).map((id) => survivorOf(db, id)));
  const candidates = [...ids].map((id) => personAt(db, from, id)).filter((p) => p !== undefined);
  return likelyDuplicates(person, candidates).flatMap((likely) => {
    const row = rowOf(db, likely.patientId);
    return row ? [{ ...likely, row: rowOnWire(row, 'name') }] : [];
  });
}
