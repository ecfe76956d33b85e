import type { Refusal } from '../../kernel/refusal.ts';

/** Stock is kept per lot of one drug: what stands on a package. `available` is the only status that may be dispensed. */
export const lotStatuses = ['available', 'quarantined', 'recalled'] as const;
export type LotStatus = (typeof lotStatuses)[number];

/**
 * Why stock changed, as one table: the sign a reason may have, whether a person may choose it in an adjustment, and
 * whether a note must explain it. The list is closed so that shrink can be reported by cause.
 */
export const movementReasons = {
  opening: { sign: 'plus', adjustment: false, note: false },
  receipt: { sign: 'plus', adjustment: false, note: false },
  fill: { sign: 'minus', adjustment: false, note: false },
  sale: { sign: 'minus', adjustment: false, note: false },
  'fill-rejected': { sign: 'plus', adjustment: false, note: false },
  'fill-voided': { sign: 'plus', adjustment: false, note: false },
  'return-to-stock': { sign: 'plus', adjustment: false, note: false },
  refund: { sign: 'plus', adjustment: false, note: false },
  count: { sign: 'any', adjustment: false, note: false },
  'transfer-out': { sign: 'minus', adjustment: false, note: false },
  'transfer-in': { sign: 'plus', adjustment: false, note: false },
  damaged: { sign: 'minus', adjustment: true, note: false },
  expired: { sign: 'minus', adjustment: true, note: false },
  wasted: { sign: 'minus', adjustment: true, note: false },
  lost: { sign: 'minus', adjustment: true, note: true },
  theft: { sign: 'minus', adjustment: true, note: true },
  destroyed: { sign: 'minus', adjustment: true, note: true },
  'returned-to-supplier': { sign: 'minus', adjustment: true, note: false },
  'used-in-pharmacy': { sign: 'minus', adjustment: true, note: true },
  found: { sign: 'plus', adjustment: true, note: true },
  'entry-error': { sign: 'any', adjustment: true, note: true },
} as const satisfies Record<string, { sign: 'plus' | 'minus' | 'any'; adjustment: boolean; note: boolean }>;
export type MovementReason = keyof typeof movementReasons;
export type AdjustmentReason = {
  [K in MovementReason]: (typeof movementReasons)[K]['adjustment'] extends true ? K : never;
}[MovementReason];
export const adjustmentReasons = (Object.keys(movementReasons) as MovementReason[]).filter(
  (reason) => movementReasons[reason].adjustment,
) as [AdjustmentReason, ...AdjustmentReason[]];

export const referenceKinds = ['fill', 'sale', 'receipt', 'count', 'transfer', 'adjustment', 'opening'] as const;
/** The document behind a movement. Ids are opaque: no patient data. */
export interface MovementRef {
  readonly kind: (typeof referenceKinds)[number];
  readonly id: string;
}

/** Part of a lot set aside for a fill. `batchId` is the id of the lot aggregate. */
export interface Allocation {
  readonly batchId: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly quantityMilli: number;
}

/** What a receipt said a quantity cost. The cost of q thousandths is `round(costCents * q / forMilli)`. */
export interface Cost {
  readonly costCents: number;
  readonly forMilli: number;
}

export interface StatusHead {
  readonly statusId: string;
  readonly status: LotStatus;
  readonly reason: string;
  readonly at: string;
  readonly by: string;
  readonly terminalId: string;
  readonly recallNumber: string | null;
}

export interface LotState {
  readonly id: string;
  /** `DrugRecord.key`: NDC of eleven digits, or application and product number where the drug has no NDC. */
  readonly drugKey: string;
  /** As the catalog called it when the lot was opened: lists stay readable and sortable without the catalog. */
  readonly name: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  /** Sum of all movements. Below zero is a finding to count, never clamped. */
  readonly onHandMilli: number;
  /** The strictest of `statusHeads`. */
  readonly status: LotStatus;
  /** Latest status events that have not seen each other: more than one is a conflict for a person. */
  readonly statusHeads: readonly StatusHead[];
  /** Latest counts that have not seen each other: more than one means the same difference was corrected twice. */
  readonly countHeads: readonly string[];
  readonly cost: Cost | null;
  readonly costAt: string;
  readonly openedAt: string;
  readonly lastMovedAt: string;
  readonly belowZeroSince: string;
  /** Somebody who moved it knew that it is controlled. It stays so, whatever a catalogue says elsewhere. */
  readonly isControlled: boolean;
  /** On hand, divided by the incarnations that may take it: `rights.ts`. Enforced for controlled lots. */
  readonly rights: Readonly<Record<string, number>>;
}

export type LotEvent =
  | { type: 'lot.opened'; payload: LotOpened }
  | { type: 'lot.moved'; payload: LotMoved }
  | { type: 'lot.status-set'; payload: LotStatusSet }
  | { type: 'lot.rights-passed'; payload: LotRightsPassed }
  | { type: 'lot.rights-reclaimed'; payload: LotRightsReclaimed };

export interface LotOpened {
  readonly drugKey: string;
  readonly name: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  /** Stock brought in from the system before this one, or by a new store. */
  readonly openingMilli?: number;
  readonly cost?: Cost | null;
  /** The store's date, with `openingMilli`. */
  readonly on?: string;
}

export interface LotMoved {
  readonly deltaMilli: number;
  readonly reason: MovementReason;
  readonly ref: MovementRef;
  /** The store's date, so that daily use needs no time zone later. */
  readonly on: string;
  /** Repeated from the lot, so that a movement row stands alone. */
  readonly drugKey: string;
  /** The catalogue here names a controlled schedule. */
  readonly controlled?: true;
  readonly note?: string;
  /** What stock that comes in cost. */
  readonly cost?: Cost | null;
  /** Only for `count`: its own id, and the counts of this lot the counter had seen. */
  readonly count?: { readonly head: string; readonly prior: readonly string[] };
}

/** From the incarnation that writes it to another. */
export interface LotRightsPassed {
  readonly to: string;
  readonly quantityMilli: number;
}

/** From an incarnation that is gone to the one that writes it, after a count with a witness. */
export interface LotRightsReclaimed {
  readonly from: string;
  readonly quantityMilli: number;
  readonly countedMilli: number;
  readonly unaccountedMilli: number;
  readonly witnessId: string;
  readonly witnessName: string;
}

export interface LotStatusSet {
  readonly statusId: string;
  readonly status: LotStatus;
  readonly reason: string;
  readonly recall?: RecallFacts | null;
  /** Status events that were known. */
  readonly prior: readonly string[];
}

export interface RecallFacts {
  readonly recallNumber: string;
  readonly recallClass: 'I' | 'II' | 'III' | null;
}

/** What a receipt points out without refusing it. */
export const warningKinds = [
  'short-dated',
  'no-cost',
  'cost-jump',
  'not-whole-packages',
  'order-form-missing',
  'lot-not-available',
  'serial-seen',
] as const;

/** Latest known purchase cost of a drug and the pack it was bought in; money and quantity stay integers. */
export interface PriceBasis {
  /** Cost of one package of `packageSizeMilli`, rounded to the cent. */
  readonly packageCostCents: number;
  readonly packageSizeMilli: number;
  /** The receipt line itself, for exact proportional cost. */
  readonly cost: Cost;
  readonly receivedAt: string;
}

export interface ProductSettings {
  readonly drugKey: string;
  readonly binLocation: string | null;
  readonly reorderMinMilli: number | null;
  readonly reorderMaxMilli: number | null;
  readonly leadTimeDays: number | null;
  readonly isPreferred: boolean;
  readonly isRefrigerated: boolean;
  /** Usual and customary price of one package, in cents. */
  readonly shelfPriceCents: number | null;
  readonly supplierId: string | null;
}

export type SkipReason =
  | 'expired'
  | 'too-short-dated'
  | 'quarantined'
  | 'recalled'
  | 'nothing-on-hand'
  | 'below-zero'
  | 'reserved'
  | 'rights-elsewhere';
/** A lot the allocation passed over, and why, so that the screen can say so. */
export interface SkippedLot {
  readonly batchId: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly onHandMilli: number;
  readonly reason: SkipReason;
}

export type AllocationRefusal =
  | Refusal<'rights-elsewhere', { batchId: string; needed: number; here: number; elsewhere: number }>
  | Refusal<'insufficient-stock', { neededMilli: number; availableMilli: number; skipped: readonly SkippedLot[] }>
  | Refusal<
      'lot-not-allowed',
      { lotNumber: string; reason: SkipReason | 'unknown-lot'; skipped: readonly SkippedLot[] }
    >
  | Refusal<'unknown-drug', { ndc: string }>;
