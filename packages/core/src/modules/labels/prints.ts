import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import type { DocumentKind, LabelLanguage } from './model.ts';

export interface LabelPrint {
  readonly printId: string;
  readonly kind: DocumentKind;
  readonly language: LabelLanguage;
  readonly format: 'pdf' | 'zpl';
  readonly copies: number;
  readonly reason: string | null;
}
export interface LabelPrintState extends LabelPrint {
  readonly by: string;
  readonly at: string;
  readonly terminalId: string;
}
/** Every print of one fill's papers; the id is the fill's. */
export interface LabelPrints {
  readonly prints: readonly LabelPrintState[];
}
export type LabelPrintEvent = DomainEvent<'label.printed', LabelPrint>;

export const labelPrintsAggregate: AggregateType<LabelPrints, LabelPrintEvent> = {
  kind: 'label-prints',
  initial: () => ({ prints: [] }),
  apply(state, event, meta) {
    if (event.type !== 'label.printed' || state.prints.some((print) => print.printId === event.payload.printId))
      return state;
    const print = { ...event.payload, by: meta.actor.userName, at: meta.at, terminalId: meta.actor.terminalId };
    return { prints: [...state.prints, print] };
  },
  rows: (id, { prints }) => ({
    labels_print: prints.map((print) => ({
      aggregate_id: id,
      print_id: print.printId,
      kind: print.kind,
      language: print.language,
      copies: print.copies,
      printed_by: print.by,
      printed_at: print.at,
      terminal_id: print.terminalId,
      reason: print.reason,
    })),
  }),
};

export const labelMigrations = [
  {
    id: 'labels-001',
    sql: `
      CREATE TABLE labels_print (
        aggregate_id TEXT NOT NULL,
        print_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        language TEXT NOT NULL,
        copies INTEGER NOT NULL,
        printed_by TEXT NOT NULL,
        printed_at TEXT NOT NULL,
        terminal_id TEXT NOT NULL,
        reason TEXT
      ) STRICT;
      CREATE INDEX labels_print_fill ON labels_print (aggregate_id);
    `,
  },
] as const;

/** How often this paper had been printed, this time included: 1 is the first. */
export function printNumber(state: LabelPrints, printId: string): number {
  const at = state.prints.findIndex((print) => print.printId === printId);
  const kind = state.prints[at]?.kind;
  return state.prints.slice(0, at + 1).filter((print) => print.kind === kind).length;
}
