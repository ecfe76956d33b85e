import type { AggregateType, DomainEvent, EventMeta } from '../../kernel/aggregate.ts';
import type { Call, Unit } from '../../kernel/module.ts';
import type { Permission } from '../../kernel/permissions.ts';

/** What waits for a person, by what it is about; the first part of its id. */
export const exceptionKinds = [
  'prescription',
  'patient',
  'lot',
  'sale',
  'drawer',
  'rights',
  'late-work',
  'fork',
] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** Enough for a list and a count; the rest is read for the page that is shown. */
export interface OpenException {
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly since: string;
}

export interface Side {
  readonly what: string;
  readonly who: string;
  readonly terminalId: string;
  readonly at: string;
  readonly detail: string | null;
}

/** One of at most three ways out. */
export interface Action {
  readonly action: string;
  readonly text: string;
  /** What must come with it; `witness`: it is done by a command of its own, see `command`. */
  readonly needs: 'nothing' | 'note' | 'count' | 'witness';
  readonly permission: Permission;
  /** With `witness`: the incarnation whose part comes back. */
  readonly target?: string;
}

export interface Described {
  /** What this is, e.g. `filled-twice`. */
  readonly reason: string;
  readonly title: string;
  /** What happened and why somebody has to look, in one or two sentences. */
  readonly text: string;
  readonly patientId: string | null;
  readonly link: {
    readonly kind: 'prescription' | 'patient' | 'lot' | 'sale' | 'terminal';
    readonly id: string;
  } | null;
  readonly sides: readonly Side[];
  readonly actions: readonly Action[];
}

/** What a person sends. */
export interface Decision {
  readonly action: string;
  readonly note: string | null;
  /** All that lies on the shelf of a lot, in units. */
  readonly counted: number | null;
}

/** One area whose exceptions stand in the inbox. */
export interface Source {
  readonly kind: ExceptionKind;
  open(): readonly OpenException[];
  /** Undefined when there is nothing under this id any more; also finds decided ones where the area keeps them. */
  describe(id: string): Described | undefined;
  /** Before the command, for what must be asked of other terminals. Never refuses. */
  prepare?(id: string, decision: Decision): Promise<void>;
  /** Inside the command: the area's own events, with its own checks. */
  settle(unit: Unit, call: Call, id: string, decision: Decision): void;
  /** False when the area's own event records the decision. */
  readonly recordsHere: boolean;
}

/** What stood there when somebody decided, so that it can be read when nothing of it is left. */
export type Snapshot = Omit<Described, 'actions'> & { readonly actionText: string };

export type ExceptionEvent = DomainEvent<
  'exception.resolved',
  { readonly kind: ExceptionKind; readonly action: string; readonly note: string | null; readonly snapshot: Snapshot }
>;

export interface ExceptionState {
  /** Of the decision that stands: the first in fold order. */
  readonly snapshot: Snapshot | null;
  readonly decisions: number;
}

/** The decision on an exception whose area has no event for it. Two terminals may decide at once: the first stands. */
export const exceptionAggregate: AggregateType<ExceptionState, ExceptionEvent> = {
  kind: 'exception',
  initial: () => ({ snapshot: null, decisions: 0 }),
  apply(state, event: ExceptionEvent, _meta: EventMeta) {
    if (event.type !== 'exception.resolved') return state;
    return { snapshot: state.snapshot ?? event.payload.snapshot, decisions: state.decisions + 1 };
  },
};

/** `kind~part~part`; parts are ids and hold no tilde. */
export function exceptionId(kind: ExceptionKind, ...parts: readonly string[]): string {
  return [kind, ...parts].join('~');
}

export function partsOf(id: string): { readonly kind: string; readonly parts: readonly string[] } {
  const [kind = '', ...parts] = id.split('~');
  return { kind, parts };
}
