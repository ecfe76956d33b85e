import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import type { EventOf } from './events.ts';
import { isDea } from './identifiers.ts';
import { fillStillOut, type PrescriptionState, type TransferParty } from './model.ts';
import type { ChangeRefusal, StageRefusal, TransferRefusal } from './refusals.ts';
import { stagesFor, transitions } from './transitions.ts';
import { isControlled } from './validity.ts';

/** Rules of transfers: controlled-substances-us.md sections 2, 3 and 6. */
const rules = {
  refillsOfCii: {
    rule: 'a schedule II prescription is not transferred after any fill, nor as paper or oral order',
    cite: '21 CFR 1306.25; 88 FR 48365',
  },
  paperUnfilled: {
    rule: 'an unfilled controlled prescription is transferred only if it is electronic',
    cite: '88 FR 48365',
  },
  onPatientRequest: {
    rule: 'an electronic controlled prescription moves only at the request of the patient',
    cite: '88 FR 48365',
  },
  onceOnly: { rule: 'it was transferred once already and the pharmacies share no database', cite: '21 CFR 1306.25(a)' },
  partlyFilled: {
    rule: 'a partly filled controlled prescription cannot move for the rest',
    cite: '88 FR 48365 as read by the DEA',
  },
  nothingLeft: { rule: 'no fill or refill is left to transfer', cite: '21 CFR 1306.25' },
  expired: { rule: 'the prescription has expired', cite: '21 CFR 1306.22' },
} as const;

export interface TransferOutInput {
  readonly to: TransferParty;
  readonly patientRequested: boolean;
  readonly sharedDatabase: boolean;
  readonly reason: string;
}

/** Sends a prescription to another pharmacy; here it is closed. RX-50 to RX-54. */
export function decideTransferOut(
  state: PrescriptionState,
  input: TransferOutInput,
  context: { readonly today: string; readonly pharmacist: string },
): Result<EventOf<'prescription.transferred-out'>, TransferRefusal | StageRefusal | ChangeRefusal> {
  const fill = fillStillOut(state);
  if (fill) return refuse('fill-open', { fillId: fill.fillId });
  if (!transitions['prescription.transferred-out'].from.includes(state.stage) || state.stage === 'data-entry') {
    const allowedAt = stagesFor('prescription.transferred-out').filter((stage) => stage !== 'data-entry');
    return refuse('wrong-stage', { stage: state.stage, allowedAt });
  }
  const isUnfilled = !state.fills.some((f) => f.status === 'handed-over');
  const broken = brokenRule(state, input, isUnfilled, context.today);
  if (broken !== null) return refuse('transfer-not-allowed', rules[broken]);
  const missing = isControlled(state.product?.schedule ?? null) ? missingOf(input.to) : [];
  if (missing.length > 0)
    return refuse('transfer-data-missing', { fields: missing.map((f) => `to.${f}`), cite: '21 CFR 1306.25(b)' });
  return ok({
    type: 'prescription.transferred-out',
    payload: {
      to: input.to,
      sendingPharmacist: context.pharmacist,
      transferredOn: context.today,
      refillsTransferred: refillsToTransfer(state),
      patientRequested: input.patientRequested,
      reason: input.reason,
    },
  });
}

/** A refill that was asked for and of which nothing was handed over goes with the others. */
function refillsToTransfer(state: PrescriptionState): number {
  const isBegun = state.fills.some((f) => f.fillNumber === state.cycle && f.status === 'handed-over');
  const isCounted = state.cycle === 0 || state.stage === 'returned' || isBegun;
  return state.refillsRemaining + (isCounted ? 0 : 1);
}

function brokenRule(
  state: PrescriptionState,
  input: TransferOutInput,
  isUnfilled: boolean,
  today: string,
): keyof typeof rules | null {
  if (state.expiresOn !== null && state.expiresOn < today) return 'expired';
  if (!isUnfilled && refillsToTransfer(state) <= 0) return 'nothingLeft';
  const schedule = state.product?.schedule ?? null;
  if (!isControlled(schedule)) return null;
  if (state.owedMilli > 0) return 'partlyFilled';
  if (schedule === 'CII' && (!isUnfilled || state.origin !== 'electronic')) return 'refillsOfCii';
  if (isUnfilled && state.origin !== 'electronic') return 'paperUnfilled';
  if (isUnfilled && !input.patientRequested) return 'onPatientRequest';
  if (state.transferIn !== null && !(input.sharedDatabase && !isUnfilled)) return 'onceOnly';
  return null;
}

/** What the record of a controlled transfer must name of the other pharmacy. */
function missingOf(party: TransferParty): string[] {
  const missing: string[] = [];
  if (party.dea === null || !isDea(party.dea)) missing.push('dea');
  if (party.address === '') missing.push('address');
  if (party.pharmacistName === '') missing.push('pharmacistName');
  return missing;
}

export interface TransferInInput {
  readonly from: TransferParty;
  readonly transferredOn: string;
  readonly today: string;
  readonly writtenOn: string;
  readonly schedule: string | null;
  readonly firstFilledOn: string | null;
  readonly originalRefills: number;
  readonly refillsRemaining: number;
  readonly priorFills: readonly { readonly filledOn: string; readonly pharmacy: string }[];
  readonly initialFill: boolean;
  readonly alreadyTransferred: boolean;
  readonly sharedDatabase: boolean;
}

/** Takes one over: the first fill here uses one of its refills, unless it was never filled. RX-55 to RX-58. */
export function decideTransferIn(
  input: TransferInInput,
  pharmacist: string,
): Result<
  { readonly event: EventOf<'prescription.transferred-in'>; readonly refillsAuthorized: number },
  TransferRefusal
> {
  const controlled = isControlled(input.schedule);
  if (input.schedule === 'CII' && !input.initialFill) return refuse('transfer-not-allowed', rules.refillsOfCii);
  if (controlled && input.alreadyTransferred && (input.initialFill || !input.sharedDatabase)) {
    return refuse('transfer-not-allowed', rules.onceOnly);
  }
  if (!input.initialFill && input.refillsRemaining < 1) return refuse('transfer-not-allowed', rules.nothingLeft);
  const missing = inconsistent(input);
  if (controlled) {
    missing.push(...missingOf(input.from).map((field) => `from.${field}`));
    if (input.from.rxNumber === null) missing.push('from.rxNumber');
    if (!input.initialFill && input.firstFilledOn === null) missing.push('firstFilledOn');
    if (!input.initialFill && input.priorFills.length === 0) missing.push('priorFills');
  }
  if (missing.length > 0) return refuse('transfer-data-missing', { fields: missing, cite: '21 CFR 1306.25(b)' });
  const { from, transferredOn, firstFilledOn, originalRefills, refillsRemaining, priorFills, initialFill } = input;
  return ok({
    refillsAuthorized: initialFill ? refillsRemaining : refillsRemaining - 1,
    event: {
      type: 'prescription.transferred-in',
      payload: {
        from,
        receivingPharmacist: pharmacist,
        transferredOn,
        originalWrittenOn: input.writtenOn,
        firstFilledOn,
        originalRefills,
        refillsRemaining,
        priorFills,
        initialFill,
      },
    },
  });
}

function inconsistent(input: TransferInInput): string[] {
  const wrong: string[] = [];
  if (input.refillsRemaining > input.originalRefills) wrong.push('refillsRemaining');
  const { firstFilledOn, transferredOn, writtenOn, today } = input;
  if (firstFilledOn !== null && (firstFilledOn < writtenOn || firstFilledOn > today)) wrong.push('firstFilledOn');
  if (transferredOn < writtenOn || transferredOn > today) wrong.push('transferredOn');
  if (input.priorFills.some(({ filledOn }) => filledOn > today)) wrong.push('priorFills');
  return wrong;
}
