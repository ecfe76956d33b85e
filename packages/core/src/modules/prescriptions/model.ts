// long: one state and its parts, read as a whole by every module that works on it
import type { Finding } from '../clinical/model.ts';

/** What a prescription is. The fold is in aggregate.ts, the moves between stages in transitions.ts, events in events.ts. */

export const stages = ['data-entry', 'review', 'adjudication', 'fill', 'verification', 'ready', 'sold'] as const;
export const sideStages = ['on-hold', 'cancelled', 'transferred', 'returned'] as const;
export const allStages = [...stages, ...sideStages] as const;
export type Stage = (typeof allStages)[number];
/** Stages with work left to do: what the queue shows. */
export const openStages = ['data-entry', 'review', 'adjudication', 'fill', 'verification', 'ready', 'on-hold'] as const;

/** NCPDP 419-DJ words; `transfer` is origin code 5 (pharmacy), `api` a partner system. */
export const origins = ['written', 'phone', 'electronic', 'fax', 'transfer', 'api'] as const;
export type Origin = (typeof origins)[number];

/** Workflow sheet section 1: waiting in store > promised time > discharge/acute > delivery > refills. */
export const priorities = ['waiting', 'promised', 'acute', 'delivery', 'routine'] as const;
export type Priority = (typeof priorities)[number];

export const holdReasons = [
  'prescriber-call',
  'renewal-pending',
  'out-of-stock',
  'too-soon',
  'prior-authorization',
  'cash-approval',
  'patient-request',
  'clinical-question',
  'other',
] as const;
export type HoldReason = (typeof holdReasons)[number];

export interface Prescriber {
  readonly name: string;
  readonly npi: string | null;
  readonly dea: string | null;
  readonly state: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** A product as it was known when it was written down; `key` finds it again in the drugs module. */
export interface ProductSnapshot {
  readonly key: string;
  readonly ndc11: string | null;
  readonly name: string;
  readonly strength: string;
  readonly doseForm: string;
  readonly route: string;
  readonly schedule: string | null;
  readonly rxcui: string | null;
  readonly unit: 'EA' | 'ML' | 'GM';
  readonly packageSizeMilli: number | null;
}

export interface SigRecord {
  /** As it was typed or received. */
  readonly entered: string;
  /** In plain words; as entered when it was not fully understood. */
  readonly english: string;
  readonly spanish: string | null;
  /** False: a word is unknown or may mean two things, so nothing below is known. */
  readonly understood: boolean;
  /** What one dose counts: `tablet`, `mL`, `drop`, `puff`, `unit`, `mg` ... */
  readonly doseUnit: string | null;
  /** Most on one day and at one time, in `doseUnit`; null when the sig does not bound it. */
  readonly maxPerDayMilli: number | null;
  readonly maxPerDoseMilli: number | null;
  readonly cadence: 'daily' | 'weekly' | 'other' | 'unknown';
  /** Most used over time: so much in so many days. */
  readonly rate: { readonly unitsMilli: number; readonly days: number } | null;
  /** Days to which the sig itself limits the course. */
  readonly courseDays: number | null;
  readonly asNeeded: boolean;
  /** Codes of unsafe abbreviations and ambiguous words in it. */
  readonly flags: readonly string[];
}

/** What may stand on a prescription. Each field is null until it is known: an image waits in `data-entry`. */
export interface PrescribedFields {
  readonly patientId: string | null;
  readonly prescriber: Prescriber | null;
  readonly drug: ProductSnapshot | null;
  readonly sig: SigRecord | null;
  readonly quantityMilli: number | null;
  readonly daysSupply: number | null;
  readonly refillsAuthorized: number | null;
  /** 0-9, NCPDP 408-D8. */
  readonly daw: number;
  readonly writtenOn: string | null;
  /** C-II in a series: not to be filled before this date (72 FR 64921). */
  readonly earliestFillOn: string | null;
  readonly origin: Origin;
  readonly diagnosis: { readonly code: string | null; readonly text: string } | null;
  readonly note: string | null;
  /** Language of the label, BCP 47. */
  readonly language: string;
  readonly attachmentBlobId: string | null;
}

/** One finding of the clinical screen as it was shown, and what a pharmacist decided about it here. */
export interface AlertState extends Finding {
  readonly override: { readonly reasonCode: string; readonly note: string; readonly by: Stamp } | null;
}

/** Who and when, taken from the event's meta. */
export interface Stamp {
  readonly at: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: string;
  readonly terminalId: string;
}

export interface Allocation {
  readonly batchId: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly quantityMilli: number;
}

/**
 * `superseded`: drug, quantity, sig or patient was corrected under it. Its stock is still out: whoever makes the next
 * fill gives the stock back and appends `fill.voided`.
 */
export const fillStatuses = [
  'made',
  'verified',
  'handed-over',
  'rejected',
  'returned',
  'voided',
  'superseded',
] as const;
export type FillStatus = (typeof fillStatuses)[number];

export interface FillState {
  readonly fillId: string;
  /** 0 is the original. */
  readonly fillNumber: number;
  /** 0 for the first or only part, 1.. for what was owed. */
  readonly part: number;
  readonly status: FillStatus;
  /** Product key as the drugs module knows it. */
  readonly ndc: string;
  readonly productName: string;
  readonly quantityMilli: number;
  readonly daysSupply: number;
  readonly owedMilli: number;
  readonly allocations: readonly Allocation[];
  readonly scan: unknown;
  readonly label: unknown;
  readonly filledOn: string;
  readonly partial?: PartialFill | null;
  readonly madeBy: Stamp;
  readonly verifiedBy: Stamp | null;
  readonly binLocation: string | null;
  readonly handOver: HandOver | null;
  /** Why it was rejected, returned or voided, and who said so. */
  readonly closed: { readonly reason: string; readonly by: Stamp } | null;
}

export interface HandOver {
  readonly saleId: string;
  readonly receiptNumber: string;
  readonly relationship: string;
  readonly counseling: string;
  readonly signatureBlobId: string | null;
  readonly patientPayCents: number;
  readonly identification?: ReceiverIdentification | null;
  readonly by: Stamp;
}

/** Less than the whole was dispensed. `reason` picks the clock of a schedule II remainder (21 CFR 1306.13). */
export interface PartialFill {
  readonly reason: 'STOCK' | 'CARA' | 'CARA_EMERG' | 'LTCF_TERMINAL' | null;
  readonly requestedBy: 'patient' | 'prescriber' | null;
}

/** How the person who collected was known: identifiers compared with the profile, and the document that was seen. */
export interface ReceiverIdentification {
  readonly checked: readonly string[];
  readonly name: string | null;
  readonly kind: string | null;
  readonly number: string | null;
  readonly issuer: string | null;
  readonly expiresOn: string | null;
}

export interface Adjudication {
  /** `cash` or a coverage id. */
  readonly payer: string;
  readonly status: 'paid' | 'rejected' | 'pending';
  readonly patientPayCents: number;
  /** How the price was made, as the claims and pos modules explain it. */
  readonly price: unknown;
  readonly rejects: readonly { readonly code: string; readonly message: string }[];
  readonly by: Stamp;
}

/** A pharmacy at the other end of a transfer (21 CFR 1306.25). */
export interface TransferParty {
  readonly pharmacyName: string;
  readonly address: string;
  readonly phone: string | null;
  readonly dea: string | null;
  readonly npi: string | null;
  readonly pharmacistName: string;
  /** Their prescription number, where it is known. */
  readonly rxNumber: string | null;
}

export interface TransferOut {
  readonly to: TransferParty;
  readonly sendingPharmacist: string;
  readonly transferredOn: string;
  readonly refillsTransferred: number;
  readonly patientRequested: boolean;
  readonly reason: string;
  readonly by: Stamp;
}

export interface TransferIn {
  readonly from: TransferParty;
  readonly receivingPharmacist: string;
  readonly transferredOn: string;
  readonly originalWrittenOn: string;
  readonly firstFilledOn: string | null;
  readonly originalRefills: number;
  readonly refillsRemaining: number;
  readonly priorFills: readonly { readonly filledOn: string; readonly pharmacy: string }[];
  /** An electronic prescription moved for its first fill (88 FR 48365). */
  readonly initialFill: boolean;
  readonly by: Stamp;
}

export interface RenewalRequest {
  readonly sentTo: string;
  readonly method: 'phone' | 'fax' | 'electronic' | 'portal';
  readonly note: string | null;
  readonly by: Stamp;
}

export const conflictKinds = [
  'filled-twice',
  'handed-over-twice',
  'filled-after-close',
  'filled-while-held',
  'filled-while-changed',
  'closed-twice',
  'changed-twice',
  'worked-after-close',
  'out-of-step',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** Two things done at once that cannot both be right. Both sides stay; a person decides. */
export interface Conflict {
  readonly conflictId: string;
  readonly kind: ConflictKind;
  readonly sides: readonly ConflictSide[];
  readonly fillIds: readonly string[];
  readonly resolved: { readonly keep: 'first' | 'second' | 'both'; readonly note: string; readonly by: Stamp } | null;
}
export interface ConflictSide {
  readonly type: string;
  readonly by: Stamp;
  readonly fillId: string | null;
  /** For `changed-twice`: field and value this side wanted. */
  readonly detail: string | null;
}

export interface PrescriptionState extends PrescribedFields {
  readonly id: string;
  readonly rxNumber: string;
  readonly stage: Stage;
  readonly stageSince: Stamp | null;
  /** Where `released` goes back to. */
  readonly heldFrom: Stage | null;
  readonly hold: {
    readonly reason: HoldReason;
    readonly until: string | null;
    readonly note: string | null;
    readonly by: Stamp;
  } | null;
  readonly entered: Stamp | null;
  /** The product to dispense: the prescribed one until `product-changed`. */
  readonly product: ProductSnapshot | null;
  readonly priority: Priority;
  readonly promisedAt: string | null;
  /** Fill number of the cycle in progress or last finished; 0 is the original. */
  readonly cycle: number;
  readonly review: { readonly byPharmacist: boolean; readonly accepted: boolean; readonly by: Stamp } | null;
  readonly alerts: readonly AlertState[];
  readonly adjudication: Adjudication | null;
  readonly fills: readonly FillState[];
  readonly refillsRemaining: number;
  /** Still to be given to the patient of the present cycle, after a partial fill. */
  readonly owedMilli: number;
  /** What was owed in the present cycle was given up. */
  readonly owedReleased: boolean;
  /** How the refill in progress was asked for; null for the original fill. */
  readonly refillRequest: {
    readonly requestedBy: string;
    readonly earlyReason: { readonly reasonCode: string; readonly note: string } | null;
    readonly by: Stamp;
  } | null;
  readonly cancellation: { readonly reason: string; readonly requestedBy: string; readonly by: Stamp } | null;
  readonly transferOut: TransferOut | null;
  readonly transferIn: TransferIn | null;
  readonly renewals: readonly RenewalRequest[];
  readonly conflicts: readonly Conflict[];
  /** Who last corrected each field that was corrected. */
  readonly fieldStamps: Readonly<Partial<Record<keyof PrescribedFields, Stamp>>>;
  /** Last day it may be filled, see validity.ts; null while the written date or drug is unknown. */
  readonly expiresOn: string | null;
}

/** A prescription with everything that review, claims and filling need. */
export type CompletePrescription = PrescriptionState & {
  readonly patientId: string;
  readonly prescriber: Prescriber;
  readonly drug: ProductSnapshot;
  readonly product: ProductSnapshot;
  readonly sig: SigRecord;
  readonly quantityMilli: number;
  readonly daysSupply: number;
  readonly refillsAuthorized: number;
  readonly writtenOn: string;
};

const neededFields = [
  'patientId',
  'prescriber',
  'drug',
  'sig',
  'quantityMilli',
  'daysSupply',
  'refillsAuthorized',
  'writtenOn',
] as const;
export type NeededField = (typeof neededFields)[number];

/** Fields that must be filled before a prescription leaves `data-entry`. */
export function missingFields(fields: PrescribedFields): NeededField[] {
  return neededFields.filter((field) => fields[field] === null);
}

export function isComplete(state: PrescriptionState): state is CompletePrescription {
  return missingFields(state).length === 0 && state.product !== null;
}

/** Alerts that hold a prescription in `review`: blocking, neither overridden here nor quiet from an earlier decision. */
export function openBlockingAlerts(state: Pick<PrescriptionState, 'alerts'>): AlertState[] {
  return state.alerts.filter((alert) => alert.blocking && alert.status === 'open' && alert.override === null);
}

/** The fill the stage speaks of: made or verified in this cycle; the first one if two terminals made one each. */
export function openFill(state: Pick<PrescriptionState, 'fills' | 'cycle'>): FillState | undefined {
  return state.fills.find((f) => f.fillNumber === state.cycle && (f.status === 'made' || f.status === 'verified'));
}

/** Made up and its stock still out: the open fill, or one that a correction overtook. */
export function fillStillOut(state: Pick<PrescriptionState, 'fills' | 'cycle'>): FillState | undefined {
  return openFill(state) ?? state.fills.find((fill) => fill.status === 'superseded');
}

export function openConflicts(state: Pick<PrescriptionState, 'conflicts'>): Conflict[] {
  return state.conflicts.filter((c) => c.resolved === null);
}
