import type { PrescriptionEventType } from './events.ts';
import type { ConflictKind, Stage } from './model.ts';

/** What one event does to the stage. */
export interface Transition {
  /** Stages it is allowed in; decisions ask `allowedIn`, the fold flags what comes in another. `new` is before entry. */
  readonly from: readonly (Stage | 'new')[];
  /**
   * Where it goes. `stay`; a stage; or a rule that stage-rules.ts answers from the state: `opened` as the history says,
   * `entry` review or data-entry, `reviewed` adjudication once accepted and clear, `changed` review if clinical,
   * `priced` fill if paid, `rebill` adjudication if asked, `resume` the stage before the hold,
   * `handed` sold, or fill while something is owed, `undone` what the other fills of the cycle leave,
   * `resolved` what the side that was kept says.
   */
  readonly to: Stage | TargetRule;
  /** Stages where no decision allows it but another terminal may send it: it takes effect there and is flagged. */
  readonly flaggedIn: readonly Stage[];
  /** Stages where meeting it again, from another terminal, moves nothing and is no conflict. */
  readonly harmlessIn: readonly Stage[];
  /** What it is called when it comes anywhere else; cancelled, transferred, held and twin fills have own names. */
  readonly conflict: ConflictKind;
}
export type TargetRule =
  | 'stay'
  | 'opened'
  | 'entry'
  | 'reviewed'
  | 'changed'
  | 'priced'
  | 'rebill'
  | 'resume'
  | 'handed'
  | 'undone'
  | 'resolved';

const made: readonly Stage[] = ['verification', 'ready'];
const work: readonly Stage[] = ['data-entry', 'review', 'adjudication', 'fill', ...made];
const closable: readonly Stage[] = ['data-entry', 'review', 'adjudication', 'fill', 'on-hold', 'sold', 'returned'];
const live: readonly Stage[] = [...work, 'on-hold', 'sold', 'returned'];
const closed: readonly Stage[] = ['cancelled', 'transferred'];
const every: readonly Stage[] = [...live, ...closed];
const pastReview: readonly Stage[] = ['adjudication', 'fill', ...made, 'sold', 'on-hold', 'returned', ...closed];

const row = (
  from: Transition['from'],
  to: Transition['to'],
  conflict: ConflictKind,
  { harmlessIn = [], flaggedIn = [] }: Partial<Pick<Transition, 'harmlessIn' | 'flaggedIn'>> = {},
): Transition => ({ from, to, conflict, harmlessIn, flaggedIn });

/** The whole state machine of a prescription: one row an event. docs/specs/prescriptions.md RX-10. */
export const transitions: Readonly<Record<PrescriptionEventType, Transition>> = {
  'prescription.entered': row(['new'], 'entry', 'out-of-step'),
  'prescription.opened': row(['new'], 'opened', 'out-of-step'),
  'prescription.transferred-in': row(live, 'stay', 'out-of-step'),
  'prescription.corrected': row(live, 'changed', 'worked-after-close'),
  'prescription.reviewed': row(['review'], 'reviewed', 'out-of-step', { harmlessIn: pastReview }),
  'prescription.alert-overridden': row(['review'], 'reviewed', 'out-of-step', { harmlessIn: pastReview }),
  'prescription.adjudicated': row(['adjudication', 'fill'], 'priced', 'out-of-step', {
    harmlessIn: [...made, 'sold', 'on-hold', 'returned'],
  }),
  'prescription.product-changed': row(['review', 'adjudication', 'fill'], 'rebill', 'filled-while-changed'),
  'prescription.refill-requested': row(['sold', 'returned'], 'review', 'worked-after-close', {
    harmlessIn: [...work, 'on-hold'],
  }),
  'prescription.promised': row(live, 'stay', 'out-of-step', { harmlessIn: closed }),
  'prescription.held': row(work, 'on-hold', 'out-of-step', { harmlessIn: ['on-hold', 'sold', 'returned', ...closed] }),
  'prescription.released': row(['on-hold'], 'resume', 'out-of-step', { harmlessIn: every }),
  'prescription.cancelled': row(closable, 'cancelled', 'closed-twice', { flaggedIn: made, harmlessIn: ['cancelled'] }),
  'prescription.transferred-out': row(closable, 'transferred', 'closed-twice', { flaggedIn: made }),
  'prescription.renewal-requested': row(every, 'stay', 'out-of-step'),
  'prescription.owed-released': row(['fill'], 'undone', 'out-of-step', { harmlessIn: ['sold'] }),
  'prescription.conflict-resolved': row(every, 'resolved', 'out-of-step'),
  'fill.started': row(['fill'], 'verification', 'out-of-step'),
  'fill.verified': row(['verification'], 'ready', 'filled-while-changed', { harmlessIn: ['ready', 'sold'] }),
  'fill.rejected': row(['verification'], 'undone', 'filled-while-changed'),
  'fill.handed-over': row(['ready'], 'handed', 'filled-while-changed'),
  'fill.returned': row(every, 'undone', 'out-of-step'),
  'fill.voided': row(every, 'undone', 'out-of-step'),
};

export function allowedIn(type: PrescriptionEventType, stage: Stage): boolean {
  return transitions[type].from.includes(stage);
}
export function stagesFor(type: PrescriptionEventType): Stage[] {
  return transitions[type].from.filter((stage) => stage !== 'new');
}
