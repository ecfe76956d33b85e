import { hlcMs, hlcStepsPerMs } from '../../kernel/hlc.ts';
import type { ReadDb, SqlValue } from '../../kernel/ports.ts';

export interface AuditFilter {
  readonly patientId?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  /** A date (whole day, UTC) or a time. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Row {
  readonly origin: string;
  readonly seq: number;
  readonly hlc: number;
  readonly at: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly role: string;
  readonly action: string;
  readonly outcome: 'change' | 'read' | 'denied' | 'failed';
  readonly patient_ids: string;
  readonly objects: string;
  readonly denials: string;
  readonly revision: string | null;
  readonly purpose: string;
  readonly terminal_id: string;
  readonly address: string;
  readonly request_id: string;
}

/** Newest first; `cursor` is the id of the last one seen. */
export function auditEvents(db: ReadDb, filter: AuditFilter, cursor: string | undefined, limit: number) {
  const where: string[] = [];
  const params: SqlValue[] = [];
  const add = (condition: string, ...values: SqlValue[]): void => {
    where.push(condition);
    params.push(...values);
  };
  if (filter.patientId) add('p.patient_id = ?', filter.patientId);
  if (filter.actor) add('(e.actor_id = ? OR e.actor_name = ?)', filter.actor, filter.actor);
  if (filter.action) add('(e.action = ? OR e.action LIKE ?)', filter.action, `${filter.action}.%`);
  if (filter.outcome) add('e.outcome = ?', filter.outcome);
  if (filter.from) {
    const earliest = earliestStamp(db, Date.parse(filter.from));
    if (earliest !== null) add('e.hlc >= ?', earliest);
    add('e.at >= ?', isoOf(Date.parse(filter.from)));
  }
  if (filter.to) add('e.at < ?', isoOf(endMs(filter.to)));
  const after = cursor?.match(/^(\d+)~(.+)~(\d+)$/);
  if (after) add('(e.hlc, e.origin, e.seq) < (?, ?, ?)', Number(after[1]), after[2] as string, Number(after[3]));
  const source = filter.patientId
    ? 'audit_patient p JOIN audit_event e ON e.hlc = p.hlc AND e.origin = p.origin AND e.seq = p.seq'
    : 'audit_event e';
  const order = filter.patientId ? 'p.hlc DESC, p.origin DESC, p.seq DESC' : 'e.hlc DESC, e.origin DESC, e.seq DESC';
  const rows = db
    .prepare<Row>(
      `SELECT e.* FROM ${source} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY ${order} LIMIT ?`,
    )
    .all(...params, limit + 1);
  const items = rows.slice(0, limit).map(eventOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** How far stamps may stay behind the wall clock: the longest sleep of a machine, after which they catch up. */
const stampLagMsMax = 31 * 86_400_000;

/**
 * Where a search may stop looking further back. Stamps run ahead of the wall clock once it was ahead, and behind it
 * after a leap (`StampClock`), so they only bound the search; the time itself decides. Null is no bound.
 */
function earliestStamp(db: ReadDb, fromMs: number): number | null {
  const last = db.prepare<{ last: number | null }>('SELECT MAX(hlc) AS last FROM audit_event').get()?.last ?? 0;
  return fromMs > hlcMs(last) ? null : Math.max(0, fromMs - stampLagMsMax) * hlcStepsPerMs;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function endMs(to: string): number {
  return to.length === 10 ? Date.parse(to) + 86_400_000 : Date.parse(to);
}

function eventOf(row: Row) {
  return {
    id: `${row.hlc}~${row.origin}~${row.seq}`,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name, role: row.role },
    action: row.action,
    outcome: row.outcome,
    patientIds: JSON.parse(row.patient_ids) as string[],
    objects: JSON.parse(row.objects) as string[],
    denials: JSON.parse(row.denials) as string[],
    revision: row.revision,
    purpose: row.purpose,
    terminalId: row.terminal_id,
    address: row.address,
    requestId: row.request_id,
  };
}

const csvColumns = [
  'at',
  'actor',
  'role',
  'action',
  'outcome',
  'patients',
  'objects',
  'denials',
  'revision',
  'purpose',
  'terminal',
  'address',
  'request',
];

/** RFC 4180; a leading =, +, - or @ is defused so that a spreadsheet does not run it. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function auditCsv(db: ReadDb, filter: AuditFilter): { text: string; rows: number } {
  const lines = [csvColumns.join(',')];
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = auditEvents(db, filter, cursor, 500);
    for (const event of items) {
      lines.push(
        [
          event.at,
          event.actor.name,
          event.actor.role,
          event.action,
          event.outcome,
          event.patientIds.join(' '),
          event.objects.join(' '),
          event.denials.join(' '),
          event.revision ?? '',
          event.purpose,
          event.terminalId,
          event.address,
          event.requestId,
        ]
          .map(cell)
          .join(','),
      );
    }
    if (!nextCursor) break;
    cursor = nextCursor;
  }
  return { text: `${lines.join('\r\n')}\r\n`, rows: lines.length - 1 };
}
