import type { client } from '../../client.ts';
import type { RxDetail } from '../prescriptions/AlertList.tsx';
import type { Priority } from '../prescriptions/PromiseDialog.tsx';
import { promisedIn, promisedTomorrow } from '../prescriptions/promise-times.ts';
import { emptyTransfer, type TransferForm, type TransferInput, transferInput } from './transfer-form.ts';

export type CreateInput = Parameters<typeof client.prescriptions.create>[0];
export type CorrectInput = Parameters<typeof client.prescriptions.correct>[0];

export interface Attachment {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/tiff' | 'application/pdf';
  readonly base64: string;
}

/** The form as it is typed; plain JSON, kept as a draft. */
export interface IntakeForm {
  readonly patientId: string | null;
  readonly patientText: string;
  readonly drugKey: string | null;
  readonly drugText: string;
  readonly unit: string | null;
  readonly schedule: string | null;
  readonly sig: string;
  readonly quantityMilli: number | null;
  readonly daysSupply: number | null;
  /** Typed by a person: the sum from the directions no longer fills it. */
  readonly hasTypedDays: boolean;
  readonly refills: number | null;
  readonly daw: number;
  readonly writtenOn: string;
  readonly earliestFillOn: string;
  readonly origin: 'written' | 'phone' | 'electronic' | 'fax' | 'transfer';
  readonly prescriber: { name: string; npi: string; dea: string; state: string; phone: string };
  readonly diagnosis: string;
  readonly note: string;
  readonly priority: Priority;
  readonly promise: string;
  readonly attachment: Attachment | null;
  readonly transfer: TransferForm;
  readonly reason: string;
}

export const promiseChoices = ['none', '15', '30', '60', '120', '240', 'tomorrow'] as const;

/** The promise that goes with a priority, until somebody chooses another. */
export const usualPromise: Readonly<Record<Priority, (typeof promiseChoices)[number]>> = {
  waiting: '15',
  acute: '30',
  promised: '60',
  delivery: '240',
  routine: 'tomorrow',
};

export function emptyForm(today: string): IntakeForm {
  return {
    patientId: null,
    patientText: '',
    drugKey: null,
    drugText: '',
    unit: null,
    schedule: null,
    sig: '',
    quantityMilli: null,
    daysSupply: null,
    hasTypedDays: false,
    refills: 0,
    daw: 0,
    writtenOn: today,
    earliestFillOn: '',
    origin: 'written',
    prescriber: { name: '', npi: '', dea: '', state: '', phone: '' },
    diagnosis: '',
    note: '',
    priority: 'promised',
    promise: usualPromise.promised,
    attachment: null,
    transfer: emptyTransfer,
    reason: '',
  };
}

/** What stays when the next prescription of the same patient is entered. */
export function nextForPatient(form: IntakeForm, today: string): IntakeForm {
  const { patientId, patientText, prescriber, origin, priority, promise } = form;
  return { ...emptyForm(today), patientId, patientText, prescriber, origin, priority, promise };
}

function promisedAt(promise: string, nowMs: number): string | null {
  if (promise === 'none') return null;
  return promise === 'tomorrow' ? promisedTomorrow(nowMs) : promisedIn(Number(promise), nowMs);
}

function prescriberOf({ prescriber }: IntakeForm) {
  const name = prescriber.name.trim();
  if (name === '') return undefined;
  const orNull = (text: string) => text.trim() || null;
  const { npi, dea, state, phone } = prescriber;
  return { name, npi: orNull(npi), dea: orNull(dea), state: orNull(state), phone: orNull(phone) };
}

/** A field that is empty is left out: with an image it may be entered later, without one the service names it. */
function fieldsOf(form: IntakeForm) {
  return {
    patientId: form.patientId ?? undefined,
    drug: form.drugKey ? { ndc: form.drugKey } : undefined,
    sig: form.sig.trim() || undefined,
    quantity: form.quantityMilli === null ? undefined : form.quantityMilli / 1000,
    daysSupply: form.daysSupply ?? undefined,
    refillsAuthorized: form.refills ?? undefined,
    daw: form.daw,
    writtenOn: form.writtenOn || undefined,
    earliestFillOn: form.earliestFillOn || undefined,
    prescriber: prescriberOf(form),
    diagnosis: form.diagnosis.trim() ? { text: form.diagnosis.trim() } : undefined,
    note: form.note.trim() || undefined,
  };
}

export function createInput(form: IntakeForm, nowMs: number): CreateInput {
  return {
    ...fieldsOf(form),
    origin: form.origin,
    priority: form.priority,
    promisedAt: promisedAt(form.promise, nowMs),
    attachment: form.attachment ?? undefined,
  };
}

/** The same fields, from another pharmacy: what is left to fill takes the place of what was authorised. */
export function transferInInput(form: IntakeForm, nowMs: number): TransferInput {
  const { refillsAuthorized: _left, ...fields } = fieldsOf(form);
  return transferInput(form, {
    ...fields,
    priority: form.priority,
    promisedAt: promisedAt(form.promise, nowMs),
  });
}

export function formOf(rx: RxDetail, today: string): IntakeForm {
  const { prescriber } = rx;
  return {
    ...emptyForm(today),
    patientId: rx.patientId,
    patientText: rx.patientName ?? '',
    drugKey: rx.drug?.key ?? null,
    drugText: rx.drug?.name ?? '',
    unit: rx.drug?.unit ?? null,
    schedule: rx.drug?.schedule ?? null,
    sig: rx.sig?.entered ?? '',
    quantityMilli: rx.quantity === null ? null : Math.round(rx.quantity * 1000),
    daysSupply: rx.daysSupply,
    hasTypedDays: rx.daysSupply !== null,
    refills: rx.refillsAuthorized ?? 0,
    daw: rx.daw,
    writtenOn: rx.writtenOn ?? today,
    earliestFillOn: rx.earliestFillOn ?? '',
    prescriber: {
      name: prescriber?.name ?? '',
      npi: prescriber?.npi ?? '',
      dea: prescriber?.dea ?? '',
      state: prescriber?.state ?? '',
      phone: prescriber?.phone ?? '',
    },
    diagnosis: rx.diagnosis?.text ?? '',
    note: rx.note ?? '',
    priority: rx.priority,
  };
}

/** Only what differs from the prescription as it was loaded. */
export function correctInput(form: IntakeForm, rx: RxDetail, today: string): CorrectInput {
  const before = fieldsOf(formOf(rx, today));
  const changed = Object.entries(fieldsOf(form)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
  );
  const emptied = (name: 'note' | 'diagnosis' | 'earliestFillOn') =>
    before[name] !== undefined && fieldsOf(form)[name] === undefined;
  return {
    ...(Object.fromEntries(changed.filter(([, value]) => value !== undefined)) as Partial<CorrectInput>),
    ...(emptied('note') ? { note: null } : {}),
    ...(emptied('diagnosis') ? { diagnosis: null } : {}),
    ...(emptied('earliestFillOn') ? { earliestFillOn: null } : {}),
    id: rx.id,
    expectedVersion: rx.version,
    reason: form.reason.trim() || undefined,
  };
}
