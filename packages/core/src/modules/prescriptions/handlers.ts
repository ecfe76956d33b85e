import { fromMilli, toMilli } from '../../kernel/contract.ts';
import type { Handlers, ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from './aggregate.ts';
import { mustLoad } from './command.ts';
import type { prescriptionsContract } from './contract.ts';
import { daysSupplyDiffers, daysSupplyOf } from './days-supply.ts';
import { entryHandlers } from './entry-handlers.ts';
import { historyEntry } from './history.ts';
import type { PrescriptionState } from './model.ts';
import { searchPrescribers } from './prescribers.ts';
import { type Presences, presenceSeconds } from './presence.ts';
import { listIds, type PrescriptionRow, queueCounts, rowOf } from './queue.ts';
import { expandSig } from './sig/expand-sig.ts';
import { stageHandlers } from './stage-handlers.ts';
import { prescriptionOnWire } from './to-wire.ts';

type All = Handlers<typeof prescriptionsContract>;

export function prescriptionHandlers(context: ModuleContext, presences: Presences): All {
  const row = (state: PrescriptionState): PrescriptionRow => rowFor(context, presences, state);
  return {
    ...entryHandlers(context),
    ...stageHandlers(context),
    list: (input, call) =>
      context.read(
        call,
        {
          action: 'prescriptions.list',
          patientIds: (page: { items: PrescriptionRow[] }) => [
            ...new Set(page.items.map((i) => i.patientId).filter((id) => id !== null)),
          ],
        },
        (db) => {
          const patients = context.use('patients');
          const { ids, nextCursor } = listIds(input, {
            db,
            nowIso: context.nowIso(),
            patientIds: (id) => patients.allIds(id),
            searchPatients: (text) => patients.searchIds(text, 50),
            openedBy: (who) => presences.openedBy(who === 'me' ? (call.session?.userId ?? '') : who),
          });
          return { items: ids.map((id) => row(mustLoad(context, id))), nextCursor };
        },
      ),
    counts: () => queueCounts(context.db, context.nowIso()),
    prescribers: ({ q, limit }) => ({
      items: searchPrescribers(context.db, q, limit).flatMap((known) => {
        const prescriber = context.load(prescriptionAggregate, known.lastId)?.prescriber;
        return prescriber ? [{ ...prescriber, used: known.used, lastOn: known.lastOn }] : [];
      }),
    }),
    get: ({ id }, call) => {
      const state = mustLoad(context, id);
      return context.read(call, { action: 'prescriptions.read', patientIds: patientsOf(state) }, () => ({
        ...prescriptionOnWire(state, {
          version: context.version(prescriptionAggregate, id),
          today: context.today(),
          patientName: state.patientId ? (context.use('patients').summary(state.patientId)?.name ?? null) : null,
          present: presences.of(id),
        }),
        history: context.history(prescriptionAggregate, id).map(({ event, meta }) => historyEntry(event, meta)),
      }));
    },
    attachment: ({ id }, call) => {
      const state = mustLoad(context, id);
      const blob = state.attachmentBlobId ? context.blob(state.attachmentBlobId) : undefined;
      if (!blob) throw new RefusalError({ kind: 'not-found', data: { what: 'attachment', id } });
      return context.read(call, { action: 'prescriptions.read-attachment', patientIds: patientsOf(state) }, () => ({
        mediaType: blob.mediaType,
        base64: Buffer.from(blob.bytes).toString('base64'),
      }));
    },
    presence: ({ id, open }, call) => {
      mustLoad(context, id);
      if (call.session) presences.set(id, call.session, open);
      return { with: presences.of(id), refreshSeconds: Math.floor(presenceSeconds / 3) };
    },
    expandSig: (input) => preview(context, input),
  };
}

function patientsOf(state: PrescriptionState): string[] {
  return state.patientId === null ? [] : [state.patientId];
}

export function rowFor(context: ModuleContext, presences: Presences, state: PrescriptionState): PrescriptionRow {
  const patient = state.patientId === null ? undefined : context.use('patients').summary(state.patientId);
  return rowOf(state, patient, presences.of(state.id), { iso: context.nowIso(), today: context.today() });
}

type PreviewInput = Parameters<All['expandSig']>[0];
function preview(context: ModuleContext, input: PreviewInput): Awaited<ReturnType<All['expandSig']>> {
  const drug = input.ndc ? context.use('drugs').find(input.ndc) : undefined;
  const sig = expandSig(input.sig, drug?.doseForm ?? null);
  const computed = drug && input.quantity !== undefined ? daysSupplyOf(drug, toMilli(input.quantity), sig) : null;
  const differs = computed && input.daysSupply !== undefined ? daysSupplyDiffers(input.daysSupply, computed) : null;
  return {
    english: sig.english,
    spanish: sig.spanish,
    understood: sig.understood,
    maxPerDay: sig.maxPerDayMilli === null ? null : fromMilli(sig.maxPerDayMilli),
    doseUnit: sig.doseUnit,
    asNeeded: sig.asNeeded,
    structured: sig.structure,
    issues: [...sig.issues],
    daysSupply: computed && { days: computed.days, calculation: computed.calculation, ruleId: computed.ruleId },
    warnings:
      differs && computed
        ? [{ code: 'days-supply-differs', message: differs, field: 'daysSupply', cite: computed.ruleId }]
        : [],
  };
}
