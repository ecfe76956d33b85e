import type { Call, Handlers, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from './aggregate.ts';
import { attachmentBytes } from './attachment.ts';
import { changePrescription, factsOf, type Moved, movedAnswer } from './command.ts';
import type { prescriptionsContract } from './contract.ts';
import { decideCorrection } from './decide-correct.ts';
import { decideEntry, type EntryInput } from './decide-entry.ts';
import { decideTransferIn } from './decide-transfer.ts';
import type { PrescriptionEvent } from './events.ts';
import {
  missingFields,
  openStages,
  type PrescribedFields,
  type PrescriptionState,
  type Priority,
  type ProductSnapshot,
} from './model.ts';
import { snapshotOf } from './product-snapshot.ts';
import { nextRxNumber, ownOrigin } from './rx-number.ts';

type All = Handlers<typeof prescriptionsContract>;
type Entered = Moved & { readonly expiresOn: string | null; readonly missing: string[] };

/** Intake by hand, image, transfer and correction. */
export function entryHandlers(context: ModuleContext): Pick<All, 'create' | 'correct' | 'transferIn'> {
  return {
    create: (input, call) =>
      context.command(call, { action: 'prescriptions.enter' }, (unit) => {
        const { attachment, promisedAt = null, priority, drug, patientId, ...rest } = input;
        const bytes = attachment && unwrap(attachmentBytes(attachment));
        const blobId = bytes && attachment ? unit.putBlob(bytes, attachment.mediaType) : null;
        const known = { ...rest, ...lookedUp(context, { drug, patientId }) };
        const fields = unwrap(decideEntry(known, { today: unit.today, attachmentBlobId: blobId }));
        return enter(context, unit, fields, { promisedAt, priority });
      }),
    correct: ({ id, expectedVersion, drug, patientId, ...rest }, call) =>
      correct(context, call, { id, expectedVersion }, rest, { drug, patientId }),
    transferIn: (input, call) =>
      context.command(call, { action: 'prescriptions.transfer-in' }, (unit) => {
        const { promisedAt = null, priority, drug, patientId, from, priorFills, ...rest } = input;
        const known = lookedUp(context, { drug, patientId });
        const accepted = unwrap(
          decideTransferIn(
            {
              ...rest,
              from,
              priorFills,
              schedule: known.drug?.schedule ?? null,
              transferredOn: input.transferredOn ?? unit.today,
              today: unit.today,
              firstFilledOn: input.firstFilledOn ?? null,
            },
            call.session?.userName ?? 'system',
          ),
        );
        const entry: EntryInput = {
          ...rest,
          ...known,
          origin: 'transfer',
          refillsAuthorized: accepted.refillsAuthorized,
        };
        const fields = unwrap(decideEntry(entry, { today: unit.today, attachmentBlobId: null }));
        return enter(context, unit, fields, { promisedAt, priority }, accepted.event);
      }),
  };
}

interface Named {
  readonly drug?: { readonly ndc: string } | undefined;
  readonly patientId?: string | undefined;
}

/** The product and the patient that an input names; a merged patient's id becomes the survivor's. */
function lookedUp(context: ModuleContext, { drug, patientId }: Named): { drug?: ProductSnapshot; patientId?: string } {
  return {
    ...(drug ? { drug: productAt(context, drug.ndc) } : {}),
    ...(patientId ? { patientId: knownPatient(context, patientId) } : {}),
  };
}

export function productAt(context: ModuleContext, ndc: string): ProductSnapshot {
  const found = context.use('drugs').find(ndc);
  if (!found) throw new RefusalError({ kind: 'drug-unknown', data: { ndc } });
  return snapshotOf(found);
}

function knownPatient(context: ModuleContext, patientId: string): string {
  const patients = context.use('patients');
  const survivor = patients.survivorOf(patientId);
  if (!patients.summary(survivor)) throw new RefusalError({ kind: 'patient-unknown', data: { patientId } });
  return survivor;
}

function enter(
  context: ModuleContext,
  unit: Unit,
  fields: PrescribedFields,
  queue: { readonly promisedAt: string | null | undefined; readonly priority: Priority | undefined },
  further?: PrescriptionEvent,
): Entered {
  const id = unit.newId('rx');
  const { patientId, writtenOn, refillsAuthorized, daysSupply, origin, drug } = fields;
  unit.authorize({ patientId, writtenOn, refillsAuthorized, daysSupply, origin, schedule: drug?.schedule ?? null });
  const promisedAt = queue.promisedAt ?? null;
  const priority = queue.priority ?? (promisedAt === null ? 'routine' : 'promised');
  const rxNumber = nextRxNumber(unit, ownOrigin(unit.db, context.terminalId));
  const alike = openAlike(context, fields);
  let state = unit.append(prescriptionAggregate, id, {
    type: 'prescription.entered',
    payload: { ...fields, rxNumber, priority, promisedAt },
  });
  if (further) state = unit.append(prescriptionAggregate, id, further);
  const answer = movedAnswer(unit, state);
  const twice = alike.map((rx) => ({
    code: 'looks-entered-twice',
    message: `Rx ${rx.rxNumber} for this patient has the same drug and written date.`,
    field: null,
    cite: null,
  }));
  return {
    ...answer,
    warnings: [...twice, ...answer.warnings],
    expiresOn: state.expiresOn,
    missing: missingFields(state),
  };
}

/** Open prescriptions of the patient that say the same: the same paper typed in twice. RX-12. */
function openAlike(context: ModuleContext, fields: PrescribedFields): PrescriptionState[] {
  if (fields.patientId === null || fields.drug === null || fields.writtenOn === null) return [];
  const ids = context.use('patients').allIds(fields.patientId);
  const rows = context.db
    .prepare<{ aggregate_id: string }>(
      `SELECT aggregate_id FROM prescriptions_prescription
       WHERE patient_id IN (${ids.map(() => '?').join()}) AND drug_key = ? AND written_on = ? LIMIT 5`,
    )
    .all(...ids, fields.drug.key, fields.writtenOn);
  return rows
    .map((row) => context.load(prescriptionAggregate, row.aggregate_id))
    .filter((state) => state !== undefined)
    .filter((state) => (openStages as readonly string[]).includes(state.stage) || state.stage === 'sold');
}

type Correction = Omit<Parameters<All['correct']>[0], 'id' | 'expectedVersion' | 'drug' | 'patientId'>;

function correct(
  context: ModuleContext,
  call: Call,
  target: { readonly id: string; readonly expectedVersion: number | undefined },
  changes: Correction,
  named: Named,
): Entered {
  const { state, moved } = changePrescription(context, call, 'prescriptions.correct', target, (before, unit) => {
    const event = unwrap(decideCorrection(before, { ...changes, ...lookedUp(context, named) }, unit.today));
    unit.authorize({ ...factsOf(before), ...extensionOf(before, event.payload.changes) });
    return event;
  });
  return { ...moved, expiresOn: state.expiresOn, missing: missingFields(state) };
}

/** What would let more be dispensed than was reviewed, for the gate. */
function extensionOf(before: PrescriptionState, changes: Partial<PrescribedFields>) {
  const isReviewed = before.stage !== 'data-entry' && before.stage !== 'review';
  const { refillsAuthorized, writtenOn } = changes;
  const isLater = typeof writtenOn === 'string' && before.writtenOn !== null && writtenOn > before.writtenOn;
  const isMore = typeof refillsAuthorized === 'number' && refillsAuthorized > (before.refillsAuthorized ?? 0);
  return { extendsReviewed: isReviewed && (isLater || isMore) ? 1 : 0 };
}
