import type { z } from 'zod';
import { fromMilli } from '../../kernel/contract.ts';
import type { ReadDb, SqlValue } from '../../kernel/ports.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { isClosedStage } from './closed-stages.ts';
import { allStages, openFill, openStages, type PrescriptionState, type Stage } from './model.ts';
import type { Present } from './presence.ts';
import { type NeedTag, needsOf } from './projection.ts';
import type { prescriptionRowSchema } from './wire.ts';

export type PrescriptionRow = z.input<typeof prescriptionRowSchema>;

export interface ListQuery {
  readonly stage?: string | undefined;
  readonly patientId?: string | undefined;
  readonly q?: string | undefined;
  readonly late?: boolean | undefined;
  readonly with?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
export interface ListSources {
  readonly db: ReadDb;
  readonly nowIso: string;
  /** Every id a patient goes by. */
  patientIds(patientId: string): readonly string[];
  searchPatients(text: string): readonly string[];
  /** What someone has open; null is anyone. */
  openedBy(who: string | null): readonly string[];
}

/** Stages in which a promised time can still be missed. */
const canBeLate: readonly Stage[] = ['data-entry', 'review', 'adjudication', 'fill', 'verification', 'on-hold'];
const searchedMax = 500;

/** Ids of the prescriptions a list shows, in its order, and where the next page begins. RX-70 to RX-75. */
function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined || /^\d{1,9}$/.test(cursor)) return Number(cursor ?? 0);
  const fields = [{ path: 'cursor', message: 'Not one this list gave out; start from the first page.' }];
  throw new RefusalError({ kind: 'invalid-input', data: { fields } });
}

export function listIds(query: ListQuery, sources: ListSources): { ids: string[]; nextCursor: string | null } {
  const stages = stagesOf(query.stage);
  const offset = offsetOf(query.cursor);
  const wanted = offset + query.limit + 1;
  const found =
    query.patientId !== undefined
      ? ofPatient(sources, query.patientId, stages, onlyWith(query, sources))
      : query.q?.trim()
        ? searched(sources, query.q.trim(), stages, onlyWith(query, sources))
        : inStages(sources, stages ?? [...openStages], query, wanted);
  const ids = found.slice(offset, offset + query.limit);
  return { ids, nextCursor: found.length > offset + query.limit ? String(offset + query.limit) : null };
}

/** More conditions of a query, each beginning with AND. */
interface Only {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** Who has a prescription open is known in memory only; it goes into the query so that what is cut off fits it. */
function onlyWith(query: ListQuery, sources: ListSources, column = 'aggregate_id'): Only {
  if (query.with === undefined) return { sql: '', params: [] };
  const isNobody = query.with === 'nobody';
  const ids = sources.openedBy(isNobody ? null : query.with);
  return {
    sql: ` AND ${column} ${isNobody ? 'NOT ' : ''}IN (SELECT value FROM json_each(?))`,
    params: [JSON.stringify(ids)],
  };
}

function onlyStages(stages: readonly Stage[] | null): Only {
  return stages ? { sql: ` AND stage IN (${marks(stages.length)})`, params: stages } : { sql: '', params: [] };
}

/** Null: any stage. An unknown word is no stage, so nothing fits it. */
function stagesOf(text: string | undefined): Stage[] | null {
  if (text === undefined || text === '') return null;
  if (text === 'open') return [...openStages];
  return text
    .split(',')
    .map((s) => s.trim())
    .filter((s): s is Stage => (allStages as readonly string[]).includes(s));
}

function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join();
}

function ofPatient({ db, patientIds }: ListSources, patientId: string, stages: Stage[] | null, only: Only): string[] {
  const ids = patientIds(patientId);
  const inStage = onlyStages(stages);
  return db
    .prepare<{ aggregate_id: string }>(
      `SELECT aggregate_id FROM prescriptions_prescription
        WHERE patient_id IN (${marks(ids.length)})${inStage.sql}${only.sql}
       ORDER BY entered_at DESC, aggregate_id DESC`,
    )
    .all(...ids, ...inStage.params, ...only.params)
    .map((row) => row.aggregate_id);
}

/** Open ones from the queue table by urgency; closed ones from the whole, newest first. */
function inStages(sources: ListSources, stages: Stage[], query: ListQuery, wanted: number): string[] {
  const { db, nowIso } = sources;
  const isOpen = stages.every((stage) => (openStages as readonly string[]).includes(stage));
  if (stages.length === 0) return [];
  if (!isOpen) return newestFirst(sources, stages, query, wanted);
  const shown = query.late ? stages.filter((stage) => canBeLate.includes(stage)) : stages;
  if (shown.length === 0) return [];
  const late = query.late ? ' AND due < ?' : '';
  const only = onlyWith(query, sources);
  return db
    .prepare<{ aggregate_id: string }>(
      `SELECT aggregate_id FROM prescriptions_queue WHERE stage IN (${marks(shown.length)})${late}${only.sql}
       ORDER BY priority, due, aggregate_id LIMIT ?`,
    )
    .all(...shown, ...(query.late ? [nowIso] : []), ...only.params, wanted)
    .map((row) => row.aggregate_id);
}

/** Closed ones through the index of those, open ones through the queue. */
function newestFirst(sources: ListSources, stages: readonly Stage[], query: ListQuery, wanted: number): string[] {
  const open = stages.filter((stage) => (openStages as readonly string[]).includes(stage));
  const closed = stages.filter((stage) => !open.includes(stage));
  const only = onlyWith(query, sources);
  const onlyQueued = onlyWith(query, sources, 'q.aggregate_id');
  return sources.db
    .prepare<{ aggregate_id: string }>(
      `SELECT aggregate_id, entered_at FROM prescriptions_prescription
        WHERE ${isClosedStage} AND stage IN (${marks(closed.length)})${only.sql}
       UNION ALL
       SELECT q.aggregate_id, p.entered_at FROM prescriptions_queue q
         JOIN prescriptions_prescription p ON p.aggregate_id = q.aggregate_id
        WHERE q.stage IN (${marks(open.length)})${onlyQueued.sql}
       ORDER BY entered_at DESC, aggregate_id DESC LIMIT ?`,
    )
    .all(...closed, ...only.params, ...open, ...onlyQueued.params, wanted)
    .map((row) => row.aggregate_id);
}

/** Rx number, patient, or drug of an open prescription; open ones first. */
function searched(sources: ListSources, text: string, stages: Stage[] | null, only: Only): string[] {
  const { db } = sources;
  const inStage = onlyStages(stages);
  const fits = `${inStage.sql}${only.sql}`;
  const fitting = [...inStage.params, ...only.params];
  const ids = new Set<string>();
  const add = (rows: readonly { aggregate_id: string }[]): void => {
    for (const row of rows) ids.add(row.aggregate_id);
  };
  const number = text.replace(/^rx\s*#?\s*/i, '');
  if (/^\d+$/.test(number)) {
    add(
      db
        .prepare<{ aggregate_id: string }>(
          `SELECT aggregate_id FROM prescriptions_prescription WHERE rx_number >= ? AND rx_number < ?${fits}
           ORDER BY rx_number LIMIT ?`,
        )
        .all(number, `${number}:`, ...fitting, searchedMax),
    );
  }
  const people = sources.searchPatients(text).flatMap((id) => sources.patientIds(id));
  if (people.length > 0) {
    add(
      db
        .prepare<{ aggregate_id: string }>(
          `SELECT aggregate_id FROM prescriptions_prescription WHERE patient_id IN (${marks(people.length)})${fits}
            ORDER BY entered_at DESC LIMIT ?`,
        )
        .all(...people, ...fitting, searchedMax),
    );
  }
  const words = text.toLowerCase().split(/\s+/);
  const open = db
    .prepare<{ aggregate_id: string; drug: string }>(
      `SELECT aggregate_id, drug FROM prescriptions_queue WHERE drug IS NOT NULL${fits}`,
    )
    .all(...fitting);
  add(open.filter(({ drug }) => words.every((word) => hasWord(drug, word))));
  return openFirst(db, [...ids]);
}

function hasWord(drug: string, start: string): boolean {
  return drug
    .toLowerCase()
    .split(/[\s/,-]+/)
    .some((word) => word.startsWith(start));
}

function openFirst(db: ReadDb, ids: readonly string[]): string[] {
  const stageOf = db.prepare<{ stage: Stage }>('SELECT stage FROM prescriptions_prescription WHERE aggregate_id = ?');
  const known = ids.map((id) => ({ id, stage: stageOf.get(id)?.stage ?? 'sold' }));
  const isClosed = (stage: Stage): number => ((openStages as readonly string[]).includes(stage) ? 0 : 1);
  return known.sort((a, b) => isClosed(a.stage) - isClosed(b.stage)).map(({ id }) => id);
}

export interface Counts {
  readonly stages: Record<string, number>;
  readonly late: number;
  readonly conflicts: number;
  readonly waiting: number;
}

/** Numbers of the rail: read from indexes of the queue only. */
export function queueCounts(db: ReadDb, nowIso: string): Counts {
  const stages: Record<string, number> = Object.fromEntries(openStages.map((stage) => [stage, 0]));
  const rows = db
    .prepare<{ stage: string; n: number }>('SELECT stage, count(*) AS n FROM prescriptions_queue GROUP BY stage')
    .all();
  for (const { stage, n } of rows) if (stage in stages) stages[stage] = n;
  const one = (sql: string, ...values: string[]): number => db.prepare<{ n: number }>(sql).get(...values)?.n ?? 0;
  const late = `SELECT count(*) AS n FROM prescriptions_queue WHERE due < ? AND stage IN (${marks(canBeLate.length)})`;
  return {
    stages,
    late: one(late, nowIso, ...canBeLate),
    conflicts: one('SELECT count(*) AS n FROM prescriptions_conflict'),
    waiting: one("SELECT count(*) AS n FROM prescriptions_queue WHERE priority = 0 AND stage NOT IN ('ready')"),
  };
}

/** One row of the queue screen. */
export function rowOf(
  state: PrescriptionState,
  patient: { readonly name: string; readonly birthDate: string } | undefined,
  present: readonly Present[],
  now: { readonly iso: string; readonly today: string },
): PrescriptionRow {
  const due = state.promisedAt;
  const isLate = due !== null && canBeLate.includes(state.stage) && new Date(due).toISOString() < now.iso;
  const needs: NeedTag[] = needsOf(state);
  if (state.expiresOn !== null && state.expiresOn < now.today) needs.push('expired');
  return {
    id: state.id,
    rxNumber: state.rxNumber,
    stage: state.stage,
    stageSince: state.stageSince?.at ?? null,
    due,
    late: isLate,
    priority: state.priority,
    patientId: state.patientId,
    patientName: patient?.name ?? null,
    patientBirthDate: patient?.birthDate ?? null,
    drug: state.product?.name ?? null,
    schedule: state.product?.schedule ?? null,
    quantity: state.quantityMilli === null ? null : fromMilli(state.quantityMilli),
    unit: state.product?.unit ?? null,
    daysSupply: state.daysSupply,
    fillNumber: state.cycle,
    refillsRemaining: state.refillsRemaining,
    prescriberName: state.prescriber?.name ?? null,
    origin: state.origin,
    holdReason: state.hold?.reason ?? null,
    heldUntil: state.hold?.until ?? null,
    binLocation: openFill(state)?.binLocation ?? null,
    needs,
    with: [...present],
  };
}
