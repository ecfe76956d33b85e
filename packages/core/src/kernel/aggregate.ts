import type { Role } from './permissions.ts';
import type { SqlValue } from './ports.ts';

/** Who did it, from where, and why. Stored with every event; the audit log is made of it. */
export interface Actor {
  readonly userId: string;
  readonly userName: string;
  readonly role: Role | 'system';
  readonly sessionId: string | null;
  readonly terminalId: string;
  /** Network address the request came from; `local` in the window. */
  readonly address: string;
}

/** What one command or one read looks like in the audit log; carried by the first event it wrote. */
export interface AuditNote {
  /** `change`, `read`, `denied` or `failed`. */
  readonly outcome: 'change' | 'read' | 'denied' | 'failed';
  readonly patientIds: readonly string[];
  readonly requestId: string;
  /** Policy revision that decided, and what it said when it denied. */
  readonly revision: string | null;
  readonly denials: readonly string[];
  /** Ids only, never values: what was touched. */
  readonly objects: readonly string[];
  readonly purpose: string;
}

export interface EventMeta {
  readonly origin: string;
  readonly seq: number;
  /** Hybrid logical clock: milliseconds x 1024 + counter. Orders for display and ties only. */
  readonly hlc: number;
  /** ISO 8601 UTC wall time of the terminal that wrote it. */
  readonly at: string;
  readonly actor: Actor;
  /** The command that produced it, e.g. `dispensing.verify`. */
  readonly action: string;
  readonly audit?: AuditNote;
}

/** What a module writes into the ledger: a past-tense `type` and a JSON payload. Never rename a type. */
export interface DomainEvent<T extends string = string, P = unknown> {
  readonly type: T;
  readonly payload: P;
}

/**
 * Rows by table. Every table has a TEXT column `aggregate_id`; a primary key lets the kernel write only those rows of
 * an aggregate that changed.
 */
export type ProjectedRows = Record<string, Record<string, SqlValue>[]>;

/**
 * One kind of aggregate: how its events fold into a state, and which rows the state shows in tables.
 * `apply` and `rows` are pure and total: events may arrive in any order from other terminals, an event that no
 * longer fits must leave a state that says so (a conflict flag), never throw. State is plain JSON.
 */
export interface AggregateType<S, E extends DomainEvent = DomainEvent> {
  readonly kind: string;
  initial(id: string): S;
  apply(state: S, event: E, meta: EventMeta): S;
  rows?(id: string, state: S): ProjectedRows;
}

/** A row per event, inserted once and keyed by (origin, seq, item): movements, audit. Order does not matter. */
export interface EventProjection {
  readonly name: string;
  /** Event types it wants; `*` for all. */
  readonly types: readonly string[];
  rows(event: DomainEvent, meta: EventMeta, target: { kind: string; id: string; item: number }): ProjectedRows;
}
