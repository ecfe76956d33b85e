import type { AggregateType, DomainEvent, EventMeta, EventProjection } from './aggregate.ts';
import { canonicalJson, sha256, sha256Hex } from './canonical.ts';
import { DigestSums } from './digest-sum.ts';
import type { LedgerRow } from './ledger/chain.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Payload } from './ledger/payload.ts';
import { ParsedStates } from './parsed-states.ts';
import type { ReadDb, WriteDb } from './ports.ts';
import { assert } from './refusal.ts';
import { RowTables } from './row-tables.ts';
import { withSlack } from './slack.ts';

// biome-ignore lint/suspicious/noExplicitAny: aggregates of many states stand in one registry
type AnyAggregate = AggregateType<any, any>;

interface Stored {
  readonly version: number;
  readonly digest: Uint8Array;
  readonly last_hlc: number;
  readonly last_origin_no: number;
  readonly last_seq: number;
  readonly last_item: number;
}

/** An aggregate as it was loaded. States are never changed in place, so they may be passed around. */
export interface Loaded {
  readonly state: unknown;
  readonly version: number;
  readonly stored: Stored | undefined;
}

/** An aggregate that events were folded into and that is not stored yet. */
interface Open {
  readonly type: AnyAggregate;
  readonly id: string;
  readonly before: Loaded;
  state: unknown;
  version: number;
  at: Position | null;
  /** An event came that belongs before others: all of them are folded again, once, before it is stored. */
  isStale: boolean;
}

interface Position {
  readonly hlc: number;
  readonly origin: string;
  readonly originNo: number;
  readonly seq: number;
  readonly item: number;
}

/** One digest over all aggregates, as the database has them. */
export function projectionsDigest(db: ReadDb): string {
  const lines = db
    .prepare<{ kind: string; count: number; sum: Uint8Array }>(
      'SELECT kind, count, sum FROM projection_digest ORDER BY kind',
    )
    .all()
    .map((row) => `${row.kind} ${row.count} ${Buffer.from(row.sum).toString('hex')}\n`);
  return sha256Hex(lines.join(''));
}

/**
 * Projections as a pure function of the set of events. Each aggregate's state is the fold of its events in
 * (hlc, origin, seq, item) order, its rows a function of that state; an event older than the last one folded makes
 * the aggregate fold again. So any order of delivery gives the same tables. Runs inside the caller's transaction.
 */
export class Projections {
  readonly #db: WriteDb;
  readonly #ledger: Ledger;
  readonly #types = new Map<string, AnyAggregate>();
  readonly #byEvent: EventProjection[] = [];
  /** By event type. */
  readonly #wanting = new Map<string, readonly EventProjection[]>();
  readonly #rows: RowTables;
  readonly #sums: DigestSums;
  readonly #parsed = new ParsedStates();
  readonly #open = new Map<string, Open>();

  constructor(db: WriteDb, ledger: Ledger) {
    this.#db = db;
    this.#ledger = ledger;
    this.#rows = new RowTables(db);
    this.#sums = new DigestSums(db);
  }

  register(aggregates: readonly AnyAggregate[], projections: readonly EventProjection[]): void {
    for (const type of aggregates) {
      assert(!this.#types.has(type.kind), `aggregate kind ${type.kind} is declared once`);
      this.#types.set(type.kind, type);
    }
    this.#byEvent.push(...projections);
    this.#wanting.clear();
  }

  load(type: AnyAggregate, id: string): Loaded {
    const stored = this.#stored(type.kind, id);
    if (!stored) return { state: undefined, version: 0, stored };
    const state = this.#parsed.of(`${type.kind} ${id}`, stored.digest, () => this.#stateText(type.kind, id));
    return { state, version: stored.version, stored };
  }

  #stored(kind: string, id: string): Stored | undefined {
    return this.#db
      .prepare<Stored>(
        'SELECT version, digest, last_hlc, last_origin_no, last_seq, last_item FROM aggregate WHERE kind = ? AND id = ?',
      )
      .get(kind, id);
  }

  #stateText(kind: string, id: string): string {
    const row = this.#db
      .prepare<{ state: string }>('SELECT state FROM aggregate WHERE kind = ? AND id = ?')
      .get(kind, id);
    assert(row, 'an aggregate has a state');
    return row.state;
  }

  /** Inside a transaction: the state to work on, parsed once for the whole unit. */
  peek(type: AnyAggregate, id: string): Loaded {
    return this.#opened(type, id).before;
  }

  #opened(type: AnyAggregate, id: string): Open {
    const key = `${type.kind} ${id}`;
    let open = this.#open.get(key);
    if (!open) {
      const before = this.load(type, id);
      open = { type, id, before, state: before.state, version: before.version, at: null, isStale: false };
      this.#open.set(key, open);
    }
    return open;
  }

  /** Folds one ledger row into everything it touches. Nothing is stored before `settle`. */
  project(row: LedgerRow, payload: Payload): { kind: string; id: string }[] {
    const entries = payload.b ?? [{ id: payload.i ?? '', payload: payload.p }];
    const meta = metaOf(row, payload);
    const originNo = this.#ledger.originNo(row.origin);
    const type = this.#types.get(payload.k);
    const touched: { kind: string; id: string }[] = [];
    for (let item = 0; item < entries.length; item += 1) {
      const entry = entries[item] as { id: string; payload: unknown };
      const event: DomainEvent = { type: row.type, payload: entry.payload };
      this.#projectEvent(event, meta, { kind: payload.k, id: entry.id, item });
      if (!type) continue;
      this.#index(payload.k, entry.id, row.hlc, originNo, row.seq, item);
      const position = { hlc: row.hlc, origin: row.origin, originNo, seq: row.seq, item };
      this.#fold(type, entry.id, event, meta, position);
      touched.push({ kind: payload.k, id: entry.id });
    }
    return touched;
  }

  /** Stores what was folded since the last time: each aggregate once, however many events it got. */
  settle(): void {
    for (const open of this.#open.values()) {
      if (open.isStale) this.#refold(open);
      if (open.at) this.#store(open.type, open.id, open.state, open.before, { ...open.at, version: open.version });
    }
    this.#open.clear();
    this.#sums.write();
  }

  /** Forgets what was folded: the transaction is rolled back. */
  discard(): void {
    this.#open.clear();
    this.#sums.discard();
  }

  #projectEvent(event: DomainEvent, meta: EventMeta, target: { kind: string; id: string; item: number }): void {
    let wanting = this.#wanting.get(event.type);
    if (!wanting) {
      wanting = this.#byEvent.filter(({ types }) => types.includes('*') || types.includes(event.type));
      this.#wanting.set(event.type, wanting);
    }
    for (const projection of wanting) this.#rows.insert(projection.rows(event, meta, target));
  }

  #index(kind: string, id: string, hlc: number, originNo: number, seq: number, item: number): void {
    this.#db
      .write('INSERT OR IGNORE INTO event_of (kind, id, hlc, origin_no, seq, item) VALUES (?, ?, ?, ?, ?, ?)')
      .run(kind, id, hlc, originNo, seq, item);
  }

  #fold(type: AnyAggregate, id: string, event: DomainEvent, meta: EventMeta, at: Position): void {
    const open = this.#opened(type, id);
    const last = open.at ?? lastOf(open.before.stored, this.#ledger);
    open.version += 1;
    open.isStale ||= last !== null && !isAfter(at, last);
    if (open.isStale) return;
    open.state = type.apply(last ? open.state : type.initial(id), event, meta);
    open.at = at;
  }

  /** The aggregate's events in fold order. */
  events(kind: string, id: string): { event: DomainEvent; meta: EventMeta; at: Position }[] {
    const places = this.#db
      .prepare<{ hlc: number; origin: string; origin_no: number; seq: number; item: number }>(
        `SELECT e.hlc, o.origin, e.origin_no, e.seq, e.item FROM event_of e JOIN origin o ON o.no = e.origin_no
         WHERE e.kind = ? AND e.id = ? ORDER BY e.hlc, o.origin, e.seq, e.item`,
      )
      .all(kind, id);
    return places.map((place) => {
      const row = this.#ledger.row(place.origin, place.seq);
      assert(row, 'an indexed event is in the log');
      const payload = this.#ledger.payloadOf(row);
      const content = payload.b ? payload.b[place.item]?.payload : payload.p;
      return {
        event: { type: row.type, payload: content },
        meta: metaOf(row, payload),
        at: { hlc: place.hlc, origin: place.origin, originNo: place.origin_no, seq: place.seq, item: place.item },
      };
    });
  }

  #refold(open: Open): void {
    const { type, id } = open;
    const events = this.events(type.kind, id);
    const last = events.at(-1);
    assert(last, 'an aggregate that is folded again has events');
    open.state = events.reduce((state, { event, meta }) => type.apply(state, event, meta), type.initial(id));
    open.at = last.at;
  }

  /** Writes the state, its rows and its share of the digest, which is over the canonical text without its slack. */
  #store(
    type: AnyAggregate,
    id: string,
    state: unknown,
    before: Loaded,
    at: { hlc: number; originNo: number; seq: number; item: number; version: number },
  ): void {
    const text = canonicalJson(state);
    const digest = sha256(`${type.kind}\n${id}\n${text}`);
    const spaced = withSlack(text, at.version);
    if (before.stored) {
      this.#db
        .write(
          'UPDATE aggregate SET version = ?, state = ?, digest = ?, last_hlc = ?, last_origin_no = ?, last_seq = ?, last_item = ? WHERE kind = ? AND id = ?',
        )
        .run(at.version, spaced, digest, at.hlc, at.originNo, at.seq, at.item, type.kind, id);
    } else {
      this.#db
        .write(
          'INSERT INTO aggregate (kind, id, version, state, digest, last_hlc, last_origin_no, last_seq, last_item) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(type.kind, id, at.version, spaced, digest, at.hlc, at.originNo, at.seq, at.item);
    }
    this.#sums.add(type.kind, before.stored?.digest, digest);
    this.#changeRows(type, id, before.stored ? before.state : undefined, state);
  }

  #changeRows(type: AnyAggregate, id: string, before: unknown, after: unknown): void {
    if (!type.rows) return;
    this.#rows.change(id, before === undefined ? {} : type.rows(id, before), type.rows(id, after));
  }

  /** SHA-256 over the kinds with their counts and row-digest sums: equal where the same events were folded. */
  digest(): string {
    return projectionsDigest(this.#db);
  }
}

function lastOf(stored: Stored | undefined, ledger: Ledger): Position | null {
  if (!stored) return null;
  return {
    hlc: stored.last_hlc,
    origin: ledger.originByNo(stored.last_origin_no),
    originNo: stored.last_origin_no,
    seq: stored.last_seq,
    item: stored.last_item,
  };
}

function isAfter(at: Position, last: Position): boolean {
  if (at.hlc !== last.hlc) return at.hlc > last.hlc;
  if (at.origin !== last.origin) return at.origin > last.origin;
  if (at.seq !== last.seq) return at.seq > last.seq;
  return at.item > last.item;
}

export function metaOf(row: LedgerRow, payload: Payload): EventMeta {
  return {
    origin: row.origin,
    seq: row.seq,
    hlc: row.hlc,
    at: payload.t,
    actor: payload.a,
    action: payload.c,
    ...(payload.n ? { audit: payload.n } : {}),
  };
}
