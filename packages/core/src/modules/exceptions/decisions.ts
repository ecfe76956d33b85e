import type { EventProjection, ProjectedRows } from '../../kernel/aggregate.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { type ExceptionKind, exceptionId } from './model.ts';

/** One row a decision, wherever it was taken: in the inbox, or on the page of the prescription or patient. */
export const exceptionMigrations = [
  {
    id: 'exceptions-001',
    sql: `
      CREATE TABLE exceptions_decision (
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        item INTEGER NOT NULL,
        exception_id TEXT NOT NULL,
        aggregate_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        action TEXT NOT NULL,
        note TEXT,
        hlc INTEGER NOT NULL,
        at TEXT NOT NULL,
        user_name TEXT NOT NULL,
        terminal_id TEXT NOT NULL,
        PRIMARY KEY (exception_id, hlc, origin, seq, item)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX exceptions_decision_by_time ON exceptions_decision (hlc);
    `,
  },
];

interface Decided {
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly action: string;
  readonly note: string | null;
}

export const decisionProjection: EventProjection = {
  name: 'exceptions-decisions',
  types: [
    'exception.resolved',
    'prescription.conflict-resolved',
    'patient.conflict-resolved',
    'patient.conflicts-seen',
  ],
  rows(event, meta, target): ProjectedRows {
    return {
      exceptions_decision: decidedBy(event.type, event.payload, target.id).map(({ id, kind, action, note }) => ({
        origin: meta.origin,
        seq: meta.seq,
        item: target.item,
        exception_id: id,
        aggregate_id: target.id,
        kind,
        action,
        note,
        hlc: meta.hlc,
        at: meta.at,
        user_name: meta.actor.userName,
        terminal_id: meta.actor.terminalId,
      })),
    };
  },
};

function decidedBy(type: string, payload: unknown, target: string): Decided[] {
  const { conflictId, conflictIds, keep, note, kind, action } = payload as Partial<{
    conflictId: string;
    conflictIds: readonly string[];
    keep: string;
    note: string | null;
    kind: ExceptionKind;
    action: string;
  }>;
  if (type === 'exception.resolved' && kind && action) return [{ id: target, kind, action, note: note ?? null }];
  const area = type.startsWith('prescription.') ? 'prescription' : 'patient';
  const ids = conflictIds ?? (conflictId === undefined ? [] : [conflictId]);
  return ids.map((one) => ({
    id: exceptionId(area, target, one),
    kind: area,
    action: keep ?? 'kept',
    note: note ?? null,
  }));
}

export interface DecisionRow {
  readonly exception_id: string;
  readonly kind: ExceptionKind;
  readonly action: string;
  readonly note: string | null;
  readonly at: string;
  readonly user_name: string;
  readonly terminal_id: string;
  readonly hlc: number;
}

/** Decisions on one exception in the order of the fold: the first stands. */
export function decisionsOn(db: ReadDb, id: string): DecisionRow[] {
  return db
    .prepare<DecisionRow & Record<string, string | number | null>>(
      'SELECT * FROM exceptions_decision WHERE exception_id = ? ORDER BY hlc, origin, seq, item',
    )
    .all(id);
}

export function isDecided(db: ReadDb, id: string): boolean {
  return db.prepare('SELECT 1 FROM exceptions_decision WHERE exception_id = ? LIMIT 1').get(id) !== undefined;
}

/** Decided exceptions, the last decided first; one row each, by the decision that stands. */
export function decided(
  db: ReadDb,
  page: {
    readonly kind: ExceptionKind | undefined;
    readonly before: readonly [number, string];
    readonly limit: number;
  },
): DecisionRow[] {
  return db
    .prepare<DecisionRow & Record<string, string | number | null>>(
      `SELECT * FROM exceptions_decision AS d
       WHERE (hlc, exception_id) < (?, ?) AND (? IS NULL OR kind = ?)
         AND NOT EXISTS (
           SELECT 1 FROM exceptions_decision AS earlier WHERE earlier.exception_id = d.exception_id
             AND (earlier.hlc, earlier.origin, earlier.seq, earlier.item) < (d.hlc, d.origin, d.seq, d.item))
       ORDER BY hlc DESC, exception_id DESC LIMIT ?`,
    )
    .all(...page.before, page.kind ?? null, page.kind ?? null, page.limit);
}
