import type { Actor, AggregateType, AuditNote, DomainEvent, EventMeta } from './aggregate.ts';
import {
  type BlobContent,
  type BlobPlaces,
  blobBytesMax,
  blobContent,
  blobId,
  blobKind,
  blobType,
} from './blob-places.ts';
import { makeId } from './ids.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Payload } from './ledger/payload.ts';
import type { Call, CommittedChange, Unit } from './module.ts';
import type { Decision, Facts } from './policy.ts';
import type { Clock, Database, Random, ReadDb } from './ports.ts';
import type { Projections } from './projections.ts';
import { assert, RefusalError } from './refusal.ts';
import { dateIn } from './time.ts';

// biome-ignore lint/suspicious/noExplicitAny: aggregates of many states pass through here
type AnyAggregate = AggregateType<any, any>;

/** What a unit needs of the engine that runs it. */
export interface UnitHost {
  readonly parts: {
    readonly db: Database;
    readonly ledger: Ledger;
    readonly projections: Projections;
    readonly clock: Clock;
    readonly random: Random;
    timeZone(): string;
  };
  readonly rows: { readonly blobs: BlobPlaces };
  actorOf(call: Call): Actor;
  decide(action: string, facts: Facts): Decision;
  appendRow(type: string, payload: Payload): CommittedChange[];
}

interface Staged {
  readonly kind: string;
  readonly type: string;
  readonly entry: { id: string; payload: unknown } | null;
  readonly batch: readonly { id: string; payload: unknown }[] | null;
}

export function denied(decision: Decision): RefusalError {
  return new RefusalError({
    kind: 'policy-denied',
    data: { denials: [...decision.denials], obligations: [...decision.obligations] },
  });
}

/** See `Unit`: what a command's `work` is handed. */
export class UnitOfWork implements Unit {
  readonly at: string;
  readonly today: string;
  readonly patientIds = new Set<string>();
  decision: Decision | null = null;
  readonly #engine: UnitHost;
  readonly #call: Call;
  readonly #action: string;
  readonly #nowMs: number;
  readonly #worked = new Map<string, { state: unknown; version: number }>();
  /** Events of batches whose aggregates nobody has looked at yet: an import folds none of them twice. */
  readonly #batched = new Map<string, DomainEvent[]>();
  readonly #staged: Staged[] = [];
  readonly #blobs = new Map<string, BlobContent>();

  constructor(engine: UnitHost, call: Call, action: string) {
    this.#engine = engine;
    this.#call = call;
    this.#action = action;
    this.#nowMs = engine.parts.clock.nowMs();
    this.at = new Date(this.#nowMs).toISOString();
    this.today = dateIn(engine.parts.timeZone(), this.#nowMs);
  }

  get db(): ReadDb {
    return this.#engine.parts.db;
  }

  newId(prefix: string): string {
    return makeId(prefix, this.#nowMs, this.#engine.parts.random);
  }

  random(length: number): Uint8Array {
    return this.#engine.parts.random.bytes(length);
  }

  #of(type: AnyAggregate, id: string): { state: unknown; version: number } {
    const key = `${type.kind} ${id}`;
    let worked = this.#worked.get(key);
    if (!worked) {
      const { state, version } = this.#engine.parts.projections.peek(type, id);
      worked = { state, version };
      this.#worked.set(key, worked);
      for (const event of this.#batched.get(key) ?? []) this.#applyTo(worked, type, id, event);
      this.#batched.delete(key);
    }
    return worked;
  }

  #applyTo(worked: { state: unknown; version: number }, type: AnyAggregate, id: string, event: DomainEvent): void {
    worked.state = type.apply(worked.state ?? type.initial(id), event, this.#meta());
    worked.version += 1;
  }

  load<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string): S | undefined {
    return this.#of(type, id).state as S | undefined;
  }

  version<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string): number {
    return this.#of(type, id).version;
  }

  expectVersion<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string, expected: number | undefined): void {
    if (expected === undefined) return;
    const version = this.version(type, id);
    if (version === expected) return;
    const last = this.#engine.parts.projections.events(type.kind, id).at(-1)?.meta;
    throw new RefusalError({
      kind: 'changed-elsewhere',
      data: { version, by: last?.actor.userName ?? null, at: last?.at ?? this.at },
    });
  }

  append<S, E extends DomainEvent>(type: AggregateType<S, E>, id: string, event: NoInfer<E>): S {
    const loaded = this.#of(type, id);
    this.#applyTo(loaded, type, id, event);
    this.#staged.push({ kind: type.kind, type: event.type, entry: { id, payload: event.payload }, batch: null });
    return loaded.state as S;
  }

  appendBatch<S, E extends DomainEvent>(
    type: AggregateType<S, E>,
    eventType: string,
    entries: readonly { id: string; payload: unknown }[],
  ): void {
    if (entries.length === 0) return;
    for (const { id, payload } of entries) {
      const key = `${type.kind} ${id}`;
      const event = { type: eventType, payload };
      const worked = this.#worked.get(key);
      if (worked) this.#applyTo(worked, type, id, event);
      else this.#batched.set(key, [...(this.#batched.get(key) ?? []), event]);
    }
    this.#staged.push({ kind: type.kind, type: eventType, entry: null, batch: entries });
  }

  /** Position is not known before the commit; folds may use time and actor only. */
  #meta(): EventMeta {
    const { ledger } = this.#engine.parts;
    return {
      origin: ledger.origin,
      seq: 0,
      hlc: 0,
      at: this.at,
      actor: this.#engine.actorOf(this.#call),
      action: this.#action,
    };
  }

  authorize(facts: Facts & { patientId?: string | null }): Decision {
    if (facts.patientId) this.patientIds.add(facts.patientId);
    const actor = this.#engine.actorOf(this.#call);
    const decision = this.#engine.decide(this.#action, { ...facts, role: actor.role, userId: actor.userId });
    this.decision = decision;
    if (!decision.allow) throw denied(decision);
    return decision;
  }

  preview(action: string, facts: Facts): Decision {
    const actor = this.#engine.actorOf(this.#call);
    return this.#engine.decide(action, { ...facts, role: actor.role, userId: actor.userId });
  }

  putBlob(bytes: Uint8Array, mediaType: string): string {
    if (bytes.length > blobBytesMax) {
      throw new RefusalError({ kind: 'file-too-large', data: { bytes: bytes.length, bytesMax: blobBytesMax } });
    }
    const id = blobId(bytes);
    if (!this.#engine.rows.blobs.has(id)) this.#blobs.set(id, blobContent(bytes, mediaType));
    return id;
  }

  concerns(patientId: string): void {
    this.patientIds.add(patientId);
  }

  flush(): CommittedChange[] {
    assert(this.decision, `the command ${this.#action} asked the gate`);
    const actor = this.#engine.actorOf(this.#call);
    const changes: CommittedChange[] = [];
    for (const [id, content] of this.#blobs) {
      const payload: Payload = { k: blobKind, i: id, p: content, a: actor, c: this.#action, t: this.at };
      this.#engine.appendRow(blobType, payload);
    }
    this.#staged.forEach((staged, index) => {
      const note = index === 0 ? { n: this.#note() } : {};
      const content = staged.entry ? { i: staged.entry.id, p: staged.entry.payload } : { b: staged.batch ?? [] };
      const payload: Payload = { k: staged.kind, ...content, a: actor, c: this.#action, t: this.at, ...note };
      changes.push(...this.#engine.appendRow(staged.type, payload));
    });
    return changes;
  }

  #note(): AuditNote {
    const objects = new Set(
      this.#staged.flatMap((staged) => (staged.entry ? [`${staged.kind}/${staged.entry.id}`] : [`${staged.kind}/*`])),
    );
    return {
      outcome: 'change',
      patientIds: [...this.patientIds],
      requestId: this.#call.requestId,
      revision: this.decision?.revision ?? null,
      denials: [],
      objects: [...objects],
      purpose: 'treatment-payment-operations',
    };
  }
}
