import type { AnyContractRouter, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import type { Actor, AggregateType, AuditNote, DomainEvent, EventMeta, EventProjection } from './aggregate.ts';
import type { Role } from './permissions.ts';
import type { Decision, Facts } from './policy.ts';
import type { Clock, Random, ReadDb, WriteDb } from './ports.ts';

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: Role;
  /** When a second factor was last shown in this session, ISO; null if never. */
  readonly secondFactorAt: string | null;
}

/** One request as the transports hand it over. */
export interface Call {
  readonly session: Session | null;
  readonly address: string;
  /** True for the terminal's own window: MessagePort, or loopback with the launch token. */
  readonly ownWindow: boolean;
  readonly idempotencyKey: string | null;
  /** Set by the edge when there is an idempotency key: SHA-256 of the validated input. */
  readonly inputDigest?: string;
  /** `module.endpoint`, e.g. `prescriptions.review`. */
  readonly procedure: string;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

export interface CommandSpec {
  /** What policy is asked about and audit shows: `module.verb`. */
  readonly action: string;
}

/** One unit of work inside a command: all of it is committed, or nothing. Synchronous from end to end. */
export interface Unit {
  readonly db: ReadDb;
  /** Wall time of this command, ISO 8601 UTC; the same for all its events. */
  readonly at: string;
  /** The store's calendar date, yyyy-mm-dd in the store's time zone. */
  readonly today: string;
  newId(prefix: string): string;
  /** Bytes for codes and salts. */
  random(length: number): Uint8Array;
  /** Current state, with what this unit has appended; undefined if there are no events for this id. */
  load<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string): S | undefined;
  /** Number of events folded so far: the optimistic version a screen sends back. 0 if there are none. */
  version<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string): number;
  /** Throws `changed-elsewhere` when `expected` is given and is not the current version. */
  expectVersion<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string, expected: number | undefined): void;
  append<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string, event: NoInfer<E>): S;
  /** Many aggregates of one kind in one ledger row, one event each: imports and openings. */
  appendBatch<S, E extends DomainEvent>(
    type: AggregateType<S, E>,
    eventType: string,
    entries: readonly { id: string; payload: unknown }[],
  ): void;
  /** Asks the gate; throws `policy-denied` (and audits the denial) unless allowed. Every command must call it. */
  authorize(facts: Facts & { patientId?: string | null }): Decision;
  /** The gate's answer without enforcing it, for screens that show a decision before it is taken. */
  preview(action: string, facts: Facts): Decision;
  /** Keeps bytes (a scanned prescription, a signature) beside the ledger; the answer is their id. */
  putBlob(bytes: Uint8Array, mediaType: string): string;
  /** Names the patients this command touches, for the audit log. `authorize({patientId})` does so too. */
  concerns(patientId: string): void;
}

/** What modules offer each other. Each module adds its own by declaration merging, see `provides`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging in each module
export interface ModuleServices {}

export interface CommittedChange {
  readonly kind: string;
  readonly id: string;
}

export interface LocalState {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  /** Rows of a module's `localTables`. Runs in a transaction of its own; not from inside a command. */
  change<R>(work: (db: WriteDb) => R): R;
}

export interface ModuleContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly storeId: string;
  readonly terminalId: string;
  /** `terminal:incarnation` under which this terminal writes now. */
  origin(): string;
  /** Reads outside a command; never of patient data without `read()` around it. */
  readonly db: ReadDb;
  today(): string;
  nowIso(): string;
  /**
   * The write path (architecture section 4). `work` is synchronous: load, authorize, decide, append, return the answer.
   * The same idempotency key returns the first answer and runs nothing.
   */
  command<R>(call: Call, spec: CommandSpec, work: (unit: Unit) => R): R;
  /** A read of patient data: asks the gate, reads, writes the audit row, then answers. */
  read<R>(
    call: Call,
    spec: { action: string; patientIds: readonly string[] | ((result: R) => readonly string[]); facts?: Facts },
    work: (db: ReadDb) => R,
  ): R;
  /** The gate's answer without enforcing it, for screens that show a decision before it is taken. */
  preview(call: Call, action: string, facts: Facts): Decision;
  load<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string): S | undefined;
  version<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string): number;
  blob(id: string): { bytes: Uint8Array; mediaType: string } | undefined;
  /** Another module's services; throws `module-unavailable` when that module is off. It must stand in `requires`. */
  use<K extends keyof ModuleServices>(module: K): ModuleServices[K];
  /** Events of an aggregate in fold order, for a history view. */
  history<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string): { event: E; meta: EventMeta }[];
  /** An audit line outside a command: a failed sign-in, an export. */
  note(
    call: Call,
    action: string,
    what: Pick<AuditNote, 'outcome' | 'patientIds' | 'objects'> & { actor?: Actor },
  ): void;
  /** Small facts of this terminal only, never replicated (drawer float, printer choice). */
  readonly local: LocalState;
  /** Called after each commit with what changed. Returns the unsubscribe function. */
  onCommit(listener: (changes: readonly CommittedChange[]) => void): () => void;
}

/**
 * Handlers of one module's contract: plain functions, no transport in sight. They get the parsed input (defaults
 * filled in) and return what the output schema accepts. A module's contract is flat: one level of endpoints.
 */
export type Handlers<C> = {
  [K in keyof C]: C[K] extends ContractProcedure<infer I, infer O, infer _E, infer _M>
    ? (input: InferSchemaOutput<I>, call: Call) => InferSchemaInput<O> | Promise<InferSchemaInput<O>>
    : never;
};

export interface ModuleDefinition {
  readonly name: string;
  readonly version: string;
  /** Modules whose services it uses. The host starts them in order and refuses a cycle. */
  readonly requires: readonly (keyof ModuleServices | string)[];
  readonly contract: AnyContractRouter;
  readonly aggregates: readonly AggregateType<never, never>[];
  readonly projections: readonly EventProjection[];
  /** `CREATE TABLE ... STRICT` of the projection tables it owns, numbered, never edited once shipped. */
  readonly migrations: readonly { readonly id: string; readonly sql: string }[];
  /** Tables of its migrations that are no projections (sessions, presence): a rebuild leaves them alone. */
  readonly localTables?: readonly string[];
  /** Called once; returns handlers and, optionally, what it provides to others. */
  start(context: ModuleContext): {
    handlers: Record<string, (input: never, call: Call) => unknown>;
    services?: unknown;
    stop?(): void;
  };
}

export function defineModule<C extends AnyContractRouter>(
  definition: Omit<ModuleDefinition, 'contract' | 'start' | 'aggregates'> & {
    contract: C;
    // biome-ignore lint/suspicious/noExplicitAny: aggregates of different states stand in one list
    aggregates: readonly AggregateType<any, any>[];
    start(context: ModuleContext): { handlers: Handlers<C>; services?: unknown; stop?(): void };
  },
): ModuleDefinition {
  return definition as unknown as ModuleDefinition;
}
