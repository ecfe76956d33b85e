import type { Obligation } from '../../kernel/policy.ts';
import type { RefusalOf, Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import { shareOf } from '../pos/money.ts';
import type { PriceBreakdown } from '../pos/price-model.ts';
import type { SaleLine } from '../pos/sale-model.ts';
import type { FillState, PrescriptionState, ReceiverIdentification } from '../prescriptions/model.ts';
import { fillAt } from './decide-verification.ts';
import type { handOverRefusals } from './refusals.ts';

export type HandOverRefusal = RefusalOf<typeof handOverRefusals>;
export type Counseling = 'accepted' | 'refused' | 'not-required';

export interface HandOverCommand {
  readonly counseling: Counseling;
  readonly identification: ReceiverIdentification | null;
  readonly hasSignature: boolean;
}

/** Counseling is offered with every new prescription (OBRA-90; workflow fact sheet section 5). */
export function needsCounseling(fill: Pick<FillState, 'fillNumber' | 'part'>): boolean {
  return fill.fillNumber === 0 && fill.part === 0;
}

/** May the fills be handed over together? Rules DSP-60 to DSP-68. */
export function decideHandOver(
  bags: readonly { state: PrescriptionState; fillId: string; obligations: readonly Obligation[] }[],
  command: HandOverCommand,
  today: string,
): Result<readonly FillState[], HandOverRefusal> {
  const fills: FillState[] = [];
  for (const { state, fillId } of bags) {
    const fill = fillAt(state, fillId, 'verified', ['ready']);
    if (!fill.ok) return fill;
    fills.push(fill.value);
  }
  const uncounseled = fills.filter(needsCounseling).map((fill) => fill.fillId);
  if (command.counseling === 'not-required' && uncounseled.length > 0) {
    return refuse('counseling-required', { fillIds: uncounseled });
  }
  const identified = checkIdentification(command.identification, today);
  if (!identified.ok) return identified;
  const obliged = checkObligations(
    bags.flatMap((bag) => bag.obligations),
    command,
  );
  return obliged.ok ? ok(fills) : obliged;
}

/** Whoever records that they checked records two identifiers; a photo document counts as both. */
function checkIdentification(
  identification: ReceiverIdentification | null,
  today: string,
): Result<null, HandOverRefusal> {
  if (identification === null) return ok(null);
  const checked = [...new Set(identification.checked)];
  const isEnough = checked.length >= 2 || checked.includes('photo-id') || identification.kind !== null;
  if (!isEnough) return refuse('identifiers-required', { checked });
  const { expiresOn } = identification;
  return expiresOn !== null && expiresOn < today ? refuse('identification-expired', { expiresOn }) : ok(null);
}

/** What the gate allows only together with something: it names the rule, we ask for the thing. */
function checkObligations(obligations: readonly Obligation[], command: HandOverCommand): Result<null, HandOverRefusal> {
  const photo = obligations.find((obligation) => obligation.kind === 'photo-id');
  if (photo && !command.identification?.kind) {
    return refuse('photo-id-required', { cite: photo.cite, message: photo.message });
  }
  const signed = obligations.find((obligation) => obligation.kind === 'signature');
  if (signed && !command.hasSignature) {
    return refuse('signature-required', { cite: signed.cite, message: signed.message });
  }
  return ok(null);
}

/** What this part costs: its share of the agreed price. The parts of a fill add up to that price exactly. */
export function dueOf(
  state: Pick<PrescriptionState, 'adjudication' | 'quantityMilli' | 'fills'>,
  fill: FillState,
): { totalCents: number; taxCents: number; includedTaxCents: number } {
  const price = priceOf(state);
  const part = partOf(state, fill);
  return {
    totalCents: shareOf(state.adjudication?.patientPayCents ?? 0, part),
    taxCents: shareOf(price?.taxCents ?? 0, part),
    includedTaxCents: shareOf(price?.includedTaxCents ?? 0, part),
  };
}

/** From where to where in the fill's quantity this part goes, by what was owed before and after it. */
function partOf(state: Pick<PrescriptionState, 'quantityMilli'>, fill: FillState) {
  const ofMilli = state.quantityMilli ?? fill.quantityMilli + fill.owedMilli;
  const toMilli = ofMilli - fill.owedMilli;
  return { fromMilli: Math.max(0, toMilli - fill.quantityMilli), toMilli, ofMilli };
}

function priceOf(state: Pick<PrescriptionState, 'adjudication'>): PriceBreakdown | null {
  const price = state.adjudication?.price as PriceBreakdown | null | undefined;
  return price && typeof price.taxCents === 'number' ? price : null;
}

/** The line of the receipt: the prescription's number, never its drug. Its note is the owed slip. */
export function fillLine(state: PrescriptionState, fill: FillState): SaleLine {
  const due = dueOf(state, fill);
  return {
    lineId: fill.fillId,
    kind: 'fill',
    description: `Rx ${state.rxNumber}`,
    note: fill.owedMilli > 0 ? `Rx ${state.rxNumber}: ${fill.owedMilli / 1000} still owed to you` : null,
    fillId: fill.fillId,
    prescriptionId: state.id,
    patientId: state.patientId,
    itemKey: null,
    quantityMilli: fill.quantityMilli,
    amountCents: due.totalCents - due.taxCents,
    taxCents: due.taxCents,
    includedTaxCents: due.includedTaxCents,
    taxClass: 'prescription',
    isHealthEligible: true,
    allocations: [],
  };
}
