import type { z } from 'zod';
import type { Call, ModuleContext } from '../../kernel/module.ts';
import { holds } from '../../kernel/permissions.ts';
import type { exceptionSchema } from './contract.ts';
import { type DecisionRow, decisionsOn } from './decisions.ts';
import type { Inbox } from './inbox.ts';
import { type Described, exceptionAggregate, type OpenException } from './model.ts';
import { terminalName } from './names.ts';

export type WireException = z.input<typeof exceptionSchema>;

/** One exception as the screen shows it, open or resolved; undefined where nothing is left to show. */
export function exceptionOnWire(
  context: ModuleContext,
  inbox: Inbox,
  call: Call,
  one: OpenException,
  isOpen: boolean,
): WireException | undefined {
  const source = inbox.source(one.id);
  const snapshot = context.load(exceptionAggregate, one.id)?.snapshot ?? null;
  const described = isOpen || !snapshot ? source?.describe(one.id) : { ...snapshot, actions: [] };
  if (!described) return undefined;
  const decisions = isOpen ? [] : decisionsOn(context.db, one.id);
  const shown = decisions.map((row) =>
    decisionOnWire(context, row, textOf(context, row, described, snapshot?.actionText)),
  );
  const { patientId, sides, actions, ...rest } = described;
  const role = call.session?.role;
  return {
    ...rest,
    id: one.id,
    kind: one.kind,
    status: isOpen ? 'open' : 'resolved',
    since: isOpen
      ? one.since
      : (sides
          .map(({ at }) => at)
          .toSorted()
          .at(-1) ?? one.since),
    patient: patientId === null ? null : patientOf(context, patientId),
    sides: sides.map((side) => ({ ...side, terminal: terminalName(context, side.terminalId) })),
    actions: isOpen
      ? actions.map(({ permission, ...action }) => ({ ...action, allowed: !!role && holds(role, permission) }))
      : [],
    resolution: shown[0] ?? null,
    otherDecisions: shown.slice(1),
  };
}

function patientOf(context: ModuleContext, id: string) {
  return { id, name: context.use('patients').summary(id)?.name ?? '' };
}

function decisionOnWire(context: ModuleContext, row: DecisionRow, text: string) {
  const { action, note, at, user_name: by, terminal_id: terminalId } = row;
  return { action, text, note, at, by, terminalId, terminal: terminalName(context, terminalId) };
}

const keptTexts: Readonly<Record<string, string>> = {
  both: 'It was left as it stands',
  kept: 'What stood was kept',
  other: 'The other was taken',
  apart: 'The record was taken out of the merge',
};

/** Which of the sides was kept, told by where it was done. */
function textOf(context: ModuleContext, { action }: DecisionRow, { sides, reason }: Described, text?: string): string {
  const side = action === 'first' ? sides[0] : action === 'second' ? sides[1] : undefined;
  if (!side) return text ?? keptTexts[action] ?? action;
  const where = terminalName(context, side.terminalId);
  return reason === 'changed-twice' && side.detail ? `${side.detail} (${where})` : `${side.what} on ${where} holds`;
}
