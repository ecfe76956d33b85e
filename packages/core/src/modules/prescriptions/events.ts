import type { Finding } from '../clinical/model.ts';
import type {
  Allocation,
  HoldReason,
  PartialFill,
  PrescribedFields,
  Priority,
  ProductSnapshot,
  ReceiverIdentification,
  TransferIn,
  TransferOut,
} from './model.ts';

export interface OpenedFill {
  readonly fillId: string;
  /** 0 is the original. */
  readonly fillNumber: number;
  readonly ndc: string;
  readonly productName: string;
  readonly quantityMilli: number;
  readonly daysSupply: number;
  readonly filledOn: string;
}

/** Payloads of every event of a prescription and its fills, by type. Never rename a type or change a meaning. */
export interface PrescriptionPayloads {
  'prescription.entered': PrescribedFields & {
    readonly rxNumber: string;
    readonly priority: Priority;
    readonly promisedAt: string | null;
  };
  /** History brought from the system before this one, closed or waiting for a refill; its fills are known by day only. */
  'prescription.opened': PrescribedFields & {
    readonly rxNumber: string;
    readonly source: string;
    readonly enteredOn: string;
    readonly stage: 'sold' | 'cancelled' | 'transferred';
    readonly fills: readonly OpenedFill[];
  };
  /** `was` holds the value each changed field had for the person who changed it, so that two at once are seen. */
  'prescription.corrected': {
    readonly changes: Partial<PrescribedFields>;
    readonly was: Partial<PrescribedFields>;
    readonly reason: string;
  };
  /** `accepted`: the entry matches the original. It moves on when a pharmacist accepted and no blocking alert is open. */
  'prescription.reviewed': {
    readonly alerts: readonly Finding[];
    readonly byPharmacist: boolean;
    readonly accepted: boolean;
  };
  'prescription.alert-overridden': {
    readonly alertId: string;
    readonly alertKey: string;
    readonly reasonCode: string;
    readonly note: string;
  };
  'prescription.adjudicated': {
    readonly payer: string;
    readonly status: 'paid' | 'rejected' | 'pending';
    readonly patientPayCents: number;
    readonly price: unknown;
    readonly rejects: readonly { readonly code: string; readonly message: string }[];
  };
  /** `fillNumber`: which fill the patient asks for; the same number twice is one request. */
  'prescription.refill-requested': {
    readonly fillNumber: number;
    readonly requestedBy: string;
    readonly earlyReason: { readonly reasonCode: string; readonly note: string } | null;
    readonly priority: Priority;
    readonly promisedAt: string | null;
  };
  'prescription.promised': { readonly promisedAt: string | null; readonly priority: Priority };
  'prescription.held': { readonly reason: HoldReason; readonly until: string | null; readonly note: string | null };
  'prescription.released': { readonly note: string | null };
  'prescription.cancelled': { readonly reason: string; readonly requestedBy: string };
  'prescription.transferred-out': Omit<TransferOut, 'by'>;
  'prescription.transferred-in': Omit<TransferIn, 'by'>;
  /** `rebill`: the price or claim hangs on the product, so a prescription already priced goes back to adjudication. */
  'prescription.product-changed': {
    readonly product: ProductSnapshot;
    readonly daw: number;
    readonly reason: string;
    readonly rebill: boolean;
  };
  'prescription.renewal-requested': {
    readonly sentTo: string;
    readonly method: 'phone' | 'fax' | 'electronic' | 'portal';
    readonly note: string | null;
  };
  /** What is owed will not be dispensed (patient does not want it, deadline of the partial passed). */
  'prescription.owed-released': { readonly reason: string };
  'prescription.conflict-resolved': {
    readonly conflictId: string;
    readonly keep: 'first' | 'second' | 'both';
    readonly note: string;
  };
  'fill.started': {
    readonly fillId: string;
    readonly fillNumber: number;
    readonly part: number;
    readonly ndc: string;
    readonly productName: string;
    readonly quantityMilli: number;
    readonly daysSupply: number;
    readonly allocations: readonly Allocation[];
    readonly scan: unknown;
    readonly owedMilli: number;
    readonly label: unknown;
    /** The store's date of the fill, yyyy-mm-dd. */
    readonly filledOn: string;
    /** Why less than the whole was dispensed; absent in a whole fill. */
    readonly partial?: PartialFill | null;
  };
  'fill.verified': { readonly fillId: string; readonly binLocation: string | null };
  'fill.rejected': { readonly fillId: string; readonly reason: string };
  'fill.handed-over': {
    readonly fillId: string;
    readonly saleId: string;
    readonly receiptNumber: string;
    readonly relationship: string;
    readonly counseling: string;
    readonly signatureBlobId: string | null;
    readonly patientPayCents: number;
    readonly identification?: ReceiverIdentification | null;
  };
  'fill.returned': { readonly fillId: string; readonly reason: string };
  'fill.voided': { readonly fillId: string; readonly reason: string };
}

export type PrescriptionEventType = keyof PrescriptionPayloads;
export type PrescriptionEvent = {
  [T in PrescriptionEventType]: { readonly type: T; readonly payload: PrescriptionPayloads[T] };
}[PrescriptionEventType];

/** The same event with its type known, for decisions that return one kind. */
export type EventOf<T extends PrescriptionEventType> = { readonly type: T; readonly payload: PrescriptionPayloads[T] };
