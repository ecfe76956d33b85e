import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import type { CatalogEdition, Schedule } from './model.ts';

/** What the store itself says of a drug's schedule. Id: labeler and product digits, or the application product. */
export interface StatedSchedule {
  readonly schedule: Schedule | null;
  readonly note: string;
  readonly byName: string;
  readonly at: string;
}
export type ScheduleEvent = DomainEvent<'drugs.schedule-stated', { schedule: Schedule | null; note: string }>;

/** Two terminals at once: the later statement in ledger order stands, both remain in the history. */
export const scheduleAggregate: AggregateType<StatedSchedule | null, ScheduleEvent> = {
  kind: 'drug-schedule',
  initial: () => null,
  apply(state, event, meta) {
    if (event.type !== 'drugs.schedule-stated') return state;
    const { schedule, note } = event.payload;
    return { schedule, note, byName: meta.actor.userName, at: meta.at };
  },
  rows: (id, state) => ({
    drugs_schedule: state
      ? [{ aggregate_id: id, schedule: state.schedule, note: state.note, by_name: state.byName, at: state.at }]
      : [],
  }),
};

/** An edition that a terminal of this store imported. The catalogue itself stays with that terminal. */
export interface ImportedEdition extends CatalogEdition {
  readonly terminalId: string;
}
export type EditionEvent = DomainEvent<'drugs.edition-imported', ImportedEdition>;

export const editionAggregate: AggregateType<ImportedEdition | null, EditionEvent> = {
  kind: 'drug-edition',
  initial: () => null,
  apply: (state, event) => (event.type === 'drugs.edition-imported' ? event.payload : state),
  rows: (id, state) => ({
    drugs_edition: state
      ? [
          {
            aggregate_id: id,
            source: state.source,
            edition_date: state.editionDate,
            digest: state.digest,
            row_count: state.rows,
            rejected: state.rejected,
            imported_at: state.importedAt,
            import_id: state.importId,
            files: JSON.stringify(state.files),
            terminal_id: state.terminalId,
          },
        ]
      : [],
  }),
};

/** One import makes at most one edition of a source, so announcing it again changes nothing. */
export function editionId(edition: CatalogEdition): string {
  return `${edition.importId}-${edition.source}`;
}

export const drugsMigrations = [
  {
    id: 'drugs-001',
    sql: `
      CREATE TABLE drugs_schedule (
        aggregate_id TEXT PRIMARY KEY,
        schedule TEXT,
        note TEXT NOT NULL,
        by_name TEXT NOT NULL,
        at TEXT NOT NULL
      ) STRICT;
      CREATE TABLE drugs_edition (
        aggregate_id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        edition_date TEXT,
        digest TEXT NOT NULL,
        row_count INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        imported_at TEXT NOT NULL,
        import_id TEXT,
        files TEXT NOT NULL,
        terminal_id TEXT NOT NULL
      ) STRICT;
      CREATE INDEX drugs_edition_by_source ON drugs_edition (source, imported_at);
    `,
  },
] as const;
