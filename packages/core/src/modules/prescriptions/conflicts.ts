import type { PrescriptionEvent } from './events.ts';
import {
  type Conflict,
  type ConflictKind,
  type ConflictSide,
  type FillState,
  openFill,
  type PrescriptionState,
  type Stage,
  type Stamp,
} from './model.ts';
import { transitions } from './transitions.ts';

/** How two things that cannot both be right become one item with both sides. docs/specs/prescriptions.md RX-30. */

/** Time and terminal name it, so that it has the same name in whatever order the events arrived. */
export function conflictId(kind: ConflictKind, by: Stamp, subject: string | null): string {
  return [kind, by.terminalId, by.at.replace(/[^0-9]/g, ''), ...(subject === null ? [] : [subject])].join('.');
}

export function fillIdOf(event: PrescriptionEvent): string | null {
  return 'fillId' in event.payload ? event.payload.fillId : null;
}

/** What a misplaced event is called, by where it met the prescription. */
export function conflictKindFor(event: PrescriptionEvent, stage: Stage): ConflictKind {
  const row = transitions[event.type];
  const closed = stage === 'cancelled' || stage === 'transferred';
  if (row.conflict === 'closed-twice') return closed ? 'closed-twice' : 'filled-after-close';
  const isFill = event.type.startsWith('fill.');
  if (closed) return isFill ? 'filled-after-close' : 'worked-after-close';
  if (isFill && stage === 'on-hold') return 'filled-while-held';
  if (isFill && (stage === 'data-entry' || stage === 'review' || stage === 'adjudication'))
    return 'filled-while-changed';
  return row.conflict;
}

/** Adds a conflict, or a further side to the open one about the same thing. */
export function withConflict(
  state: PrescriptionState,
  kind: ConflictKind,
  sides: { readonly first: ConflictSide; readonly second: ConflictSide },
  fillIds: readonly string[],
): PrescriptionState {
  const related = state.conflicts.find(
    (c) =>
      c.resolved === null && c.kind === kind && kind !== 'changed-twice' && sharesSubject(c, sides.second, fillIds),
  );
  if (related) {
    const more: Conflict = {
      ...related,
      sides: [...related.sides, sides.second],
      fillIds: [...new Set([...related.fillIds, ...fillIds])],
    };
    return { ...state, conflicts: state.conflicts.map((c) => (c === related ? more : c)) };
  }
  const subject = fillIds.at(-1) ?? sides.second.detail?.split(':')[0] ?? null;
  const conflict: Conflict = {
    conflictId: conflictId(kind, sides.second.by, subject),
    kind,
    sides: [sides.first, sides.second],
    fillIds: [...new Set(fillIds)],
    resolved: null,
  };
  return { ...state, conflicts: [...state.conflicts, conflict] };
}

function sharesSubject(conflict: Conflict, side: ConflictSide, fillIds: readonly string[]): boolean {
  if (fillIds.length > 0) return fillIds.some((id) => conflict.fillIds.includes(id));
  return conflict.fillIds.length === 0 && conflict.sides.at(-1)?.type === side.type;
}

export function sideOf(event: PrescriptionEvent, by: Stamp): ConflictSide {
  return { type: event.type, by, fillId: fillIdOf(event), detail: detailOf(event) };
}

function detailOf(event: PrescriptionEvent): string | null {
  switch (event.type) {
    case 'fill.started':
      return event.payload.productName;
    case 'fill.handed-over':
      return event.payload.receiptNumber;
    case 'prescription.cancelled':
      return event.payload.reason;
    case 'prescription.transferred-out':
      return event.payload.to.pharmacyName;
    case 'prescription.product-changed':
      return event.payload.product.name;
    default:
      return null;
  }
}

/** What stands in the way: the event that put the prescription where it is. */
export function standingSide(state: PrescriptionState): ConflictSide {
  if (state.stage === 'cancelled' && state.cancellation) {
    return {
      type: 'prescription.cancelled',
      by: state.cancellation.by,
      fillId: null,
      detail: state.cancellation.reason,
    };
  }
  if (state.stage === 'transferred' && state.transferOut) {
    const { to, by } = state.transferOut;
    return { type: 'prescription.transferred-out', by, fillId: null, detail: to.pharmacyName };
  }
  if (state.stage === 'on-hold' && state.hold) {
    return { type: 'prescription.held', by: state.hold.by, fillId: null, detail: state.hold.reason };
  }
  const fill = openFill(state);
  if (fill) return sideOfFill(fill);
  const by = state.stageSince ?? state.entered ?? unknownStamp;
  return { type: `stage ${state.stage}`, by, fillId: null, detail: null };
}

export function sideOfFill(fill: FillState): ConflictSide {
  if (fill.handOver) {
    return { type: 'fill.handed-over', by: fill.handOver.by, fillId: fill.fillId, detail: fill.handOver.receiptNumber };
  }
  if (fill.verifiedBy) return { type: 'fill.verified', by: fill.verifiedBy, fillId: fill.fillId, detail: null };
  return { type: 'fill.started', by: fill.madeBy, fillId: fill.fillId, detail: fill.productName };
}

const unknownStamp: Stamp = { at: '', userId: '', userName: '', role: 'system', terminalId: '' };
