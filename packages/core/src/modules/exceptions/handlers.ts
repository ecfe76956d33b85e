import type { Call, Handlers, ModuleContext, Unit } from '../../kernel/module.ts';
import { holds } from '../../kernel/permissions.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { decodeCursor, encodeCursor } from '../inventory/cursor.ts';
import type { exceptionsContract } from './contract.ts';
import { decided, decisionsOn } from './decisions.ts';
import { type Inbox, sortKey } from './inbox.ts';
import {
  type Action,
  type Decision,
  type Described,
  type ExceptionKind,
  exceptionAggregate,
  type OpenException,
  type Source,
} from './model.ts';
import { terminalName } from './names.ts';
import { exceptionOnWire, type WireException } from './wire.ts';

type All = Handlers<typeof exceptionsContract>;

export function exceptionHandlers(context: ModuleContext, inbox: Inbox): All {
  const show = (call: Call, one: OpenException): WireException => {
    const shown = exceptionOnWire(context, inbox, call, one, inbox.isOpen(one.id));
    if (!shown) throw notFound(one.id);
    return shown;
  };
  const patientIds = (items: readonly WireException[]) => [...new Set(items.flatMap((item) => item.patient?.id ?? []))];

  return {
    list({ kind, status, cursor, limit }, call) {
      const page =
        status === 'open' ? openPage(inbox, kind, cursor, limit) : resolvedPage(context, kind, cursor, limit);
      const items = context.read(call, { action: 'exceptions.read', patientIds }, () =>
        page.items.flatMap(
          (one) => exceptionOnWire(context, inbox, call, one, status === 'open' || inbox.isOpen(one.id)) ?? [],
        ),
      );
      return { items, nextCursor: page.nextCursor };
    },

    get({ id }, call) {
      return context.read(
        call,
        { action: 'exceptions.read', patientIds: (item: WireException) => patientIds([item]) },
        () => show(call, sinceOf(inbox, id)),
      );
    },

    counts() {
      const byKind: Partial<Record<ExceptionKind, number>> = {};
      const open = inbox.open();
      for (const { kind } of open) byKind[kind] = (byKind[kind] ?? 0) + 1;
      return { open: open.length, byKind };
    },

    async resolve({ id, action, note, counted }, call) {
      const source = inbox.source(id);
      if (!source) throw notFound(id);
      const decision: Decision = { action, note: note ?? null, counted: counted ?? null };
      await source.prepare?.(id, decision);
      context.command(call, { action: 'exceptions.resolve' }, (unit) => {
        resolve(context, inbox, unit, call, { id, source, decision });
        return null;
      });
      return show(call, sinceOf(inbox, id));
    },
  };
}

function resolve(
  context: ModuleContext,
  inbox: Inbox,
  unit: Unit,
  call: Call,
  { id, source, decision }: { readonly id: string; readonly source: Source; readonly decision: Decision },
): void {
  if (!inbox.isOpen(id)) throw closed(context, id);
  const described = source.describe(id);
  if (!described) throw notFound(id);
  const chosen = chosenOf(described, decision, call);
  unit.authorize({ kind: source.kind, decision: decision.action, patientId: described.patientId });
  source.settle(unit, call, id, decision);
  if (!source.recordsHere) return;
  const { actions: _, ...rest } = described;
  unit.append(exceptionAggregate, id, {
    type: 'exception.resolved',
    payload: {
      kind: source.kind,
      action: decision.action,
      note: decision.note,
      snapshot: { ...rest, actionText: chosen.text },
    },
  });
}

/** The action with all it needs, by somebody who may do it. */
function chosenOf({ actions }: Described, { action, note, counted }: Decision, call: Call): Action {
  const chosen = actions.find((one) => one.action === action);
  if (!chosen) {
    throw new RefusalError({ kind: 'action-unknown', data: { actions: actions.map((one) => one.action) } });
  }
  const role = call.session?.role;
  if (!role || !holds(role, chosen.permission)) {
    throw new RefusalError({ kind: 'forbidden', data: { permission: chosen.permission, role: role ?? 'system' } });
  }
  if (chosen.needs === 'witness') throw new RefusalError({ kind: 'witness-needed', data: undefined });
  if (chosen.needs === 'count' && counted === null) throw new RefusalError({ kind: 'count-needed', data: undefined });
  if (chosen.needs === 'note' && note === null) throw new RefusalError({ kind: 'note-needed', data: undefined });
  return chosen;
}

function closed(context: ModuleContext, id: string): RefusalError {
  const [first] = decisionsOn(context.db, id);
  if (!first) return notFound(id);
  const { user_name: by, terminal_id, at, action } = first;
  const data = { by, terminal: terminalName(context, terminal_id), at, action };
  return new RefusalError({ kind: 'exception-resolved', data });
}

function sinceOf(inbox: Inbox, id: string): OpenException {
  const source = inbox.source(id);
  if (!source) throw notFound(id);
  return inbox.open(source.kind).find((one) => one.id === id) ?? { id, kind: source.kind, since: '' };
}

interface Page {
  readonly items: readonly OpenException[];
  readonly nextCursor: string | null;
}

function openPage(inbox: Inbox, kind: ExceptionKind | undefined, cursor: string | undefined, limit: number): Page {
  const [after] = decodeCursor<[string]>(cursor, ['string']) ?? [''];
  const rest = inbox.open(kind).filter((one) => sortKey(one) > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rest.length > limit ? encodeCursor([sortKey(last)]) : null };
}

function resolvedPage(
  context: ModuleContext,
  kind: ExceptionKind | undefined,
  cursor: string | undefined,
  limit: number,
): Page {
  const before = decodeCursor<[number, string]>(cursor, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  const rows = decided(context.db, { kind, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({ id: row.exception_id, kind: row.kind, since: row.at })),
    nextCursor: last && rows.length > limit ? encodeCursor([last.hlc, last.exception_id]) : null,
  };
}

function notFound(id: string): RefusalError {
  return new RefusalError({ kind: 'not-found', data: { what: 'exception', id } });
}
