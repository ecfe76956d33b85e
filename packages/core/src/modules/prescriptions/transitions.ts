import type { PrescriptionEventType } from './events.ts';
import type { ConflictKind, Stage } from './model.ts';

/** What one event does to the stage. */
export interface Transition {
  /** Stages it is allowed in; decisions ask `allowedIn`, the fold flags what comes in another. `new` is before entry. */
  readonly from: readonly (Stage | 'new')[];
  /**
   * Where it goes. `stay`; a stage; or a rule that aggregate.ts answers from the state:
   * `entry` review or data-entry, `reviewed` adjudication once accepted and clear, `changed` review if clinical,
   * `priced` fill if paid, `rebill` adjudication if asked, `resume` the stage before the hold,
   * `handed` sold, or fill while something is owed, `undone` what the other fills of the cycle leave.
   */
  readonly to:
    | Stage
    | 'stay'
    | 'entry'
    | 'reviewed'
    | 'changed'
    | 'priced'
    | 'rebill'
    | 'resume'
    | 'handed'
    | 'undone'
    | 'resolved';
  /** Stages where meeting it again, from another terminal, changes nothing and is no conflict. */
  readonly harmlessIn: readonly Stage[];
  /** What it is called when it comes anywhere else (cancelled and transferred have their own names, see `conflictFor`). */
  readonly conflict: ConflictKind;
}

const work: readonly Stage[] = ['data-entry', 'review', 'adjudication', 'fill', 'verification', 'ready'];
const live: readonly Stage[] = [...work, 'on-hold', 'sold', 'returned'];
const every: readonly Stage[] = [...live, 'cancelled', 'transferred'];

/** The whole state machine of a prescription: one row an event. docs/specs/prescriptions.md RX-10. */
export const transitions: Readonly<Record<PrescriptionEventType, Transition>> = {
  'prescription.entered': { from: ['new'], to: 'entry', harmlessIn: [], conflict: 'out-of-step' },
  'prescription.transferred-in': { from: live, to: 'stay', harmlessIn: [], conflict: 'out-of-step' },
  'prescription.corrected': { from: live, to: 'changed', harmlessIn: [], conflict: 'out-of-step' },
  'prescription.reviewed': {
    from: ['review'],
    to: 'reviewed',
    harmlessIn: ['adjudication', 'fill', 'verification', 'ready', 'sold', 'on-hold'],
    conflict: 'out-of-step',
  },
  'prescription.alert-overridden': {
    from: ['review'],
    to: 'reviewed',
    harmlessIn: ['adjudication', 'fill', 'verification', 'ready', 'sold', 'on-hold'],
    conflict: 'out-of-step',
  },
  'prescription.adjudicated': {
    from: ['adjudication'],
    to: 'priced',
    harmlessIn: ['fill', 'verification', 'ready', 'sold'],
    conflict: 'out-of-step',
  },
  'prescription.product-changed': {
    from: ['review', 'adjudication', 'fill'],
    to: 'rebill',
    harmlessIn: [],
    conflict: 'filled-while-changed',
  },
  'prescription.refill-requested': {
    from: ['sold', 'returned'],
    to: 'review',
    harmlessIn: work,
    conflict: 'out-of-step',
  },
  'prescription.promised': { from: live, to: 'stay', harmlessIn: [], conflict: 'out-of-step' },
  'prescription.held': { from: work, to: 'on-hold', harmlessIn: ['on-hold'], conflict: 'out-of-step' },
  'prescription.released': { from: ['on-hold'], to: 'resume', harmlessIn: [...work, 'sold'], conflict: 'out-of-step' },
  'prescription.cancelled': { from: live, to: 'cancelled', harmlessIn: ['cancelled'], conflict: 'closed-twice' },
  'prescription.transferred-out': { from: live, to: 'transferred', harmlessIn: [], conflict: 'closed-twice' },
  'prescription.renewal-requested': { from: every, to: 'stay', harmlessIn: [], conflict: 'out-of-step' },
  'prescription.owed-released': { from: ['fill'], to: 'undone', harmlessIn: ['sold'], conflict: 'out-of-step' },
  'prescription.conflict-resolved': { from: every, to: 'resolved', harmlessIn: [], conflict: 'out-of-step' },
  'fill.started': { from: ['fill'], to: 'verification', harmlessIn: [], conflict: 'filled-twice' },
  'fill.verified': {
    from: ['verification'],
    to: 'ready',
    harmlessIn: ['ready', 'sold'],
    conflict: 'filled-while-changed',
  },
  'fill.rejected': { from: ['verification'], to: 'undone', harmlessIn: [], conflict: 'filled-while-changed' },
  'fill.handed-over': { from: ['ready'], to: 'handed', harmlessIn: [], conflict: 'handed-over-twice' },
  'fill.returned': { from: ['verification', 'ready'], to: 'undone', harmlessIn: [], conflict: 'out-of-step' },
  'fill.voided': {
    from: ['review', 'adjudication', 'fill', 'verification', 'ready', 'sold'],
    to: 'undone',
    harmlessIn: ['returned'],
    conflict: 'out-of-step',
  },
};

export function allowedIn(type: PrescriptionEventType, stage: Stage): boolean {
  return transitions[type].from.includes(stage);
}
