import type { Call, Handlers, ModuleContext } from '../../kernel/module.ts';
import { patientAggregate } from './aggregate.ts';
import { changeHandlers } from './change-handlers.ts';
import type { patientsContract } from './contract.ts';
import { type DuplicateRow, duplicatesOf, mustFind, type Page, personAt, search } from './directory.ts';
import { duplicateCandidates } from './duplicates.ts';
import { checkIdentity } from './identity.ts';
import { ImportJobs } from './import-jobs.ts';
import { allIds, survivorOf } from './merge.ts';
import { phoneDigits } from './phones.ts';
import { profileOf } from './profile.ts';
import { criteriaOf, searchPatients } from './search.ts';
import type { ProfileSources } from './services.ts';
import { patientOnWire, type WirePatient } from './to-wire.ts';

export function patientHandlers(
  context: ModuleContext,
  country: () => 'us' | 'in',
  sources: Partial<ProfileSources>,
): Handlers<typeof patientsContract> {
  const jobs = new ImportJobs(context);
  /** Reading by an id that was merged is reading the survivor; both ids stand in the audit log. */
  const reading = <R>(call: Call, action: string, id: string, work: () => R): R =>
    context.read(call, { action, patientIds: [...new Set([id, survivorOf(context.db, id)])] }, work);
  const onWire = (id: string): WirePatient => {
    const state = mustFind(context.db, context, id);
    return patientOnWire(state, context.version(patientAggregate, state.id), context.today());
  };
  return {
    ...changeHandlers(context, country),
    list: (input, call) =>
      context.read(
        call,
        { action: 'patients.search', patientIds: (page: Page) => page.items.map((item) => item.id) },
        (db) => search(db, input),
      ),
    get: ({ id }, call) => {
      mustFind(context.db, context, id);
      return reading(call, 'patients.read', id, () => onWire(id));
    },
    profile: ({ id }, call) => {
      const state = mustFind(context.db, context, id);
      return reading(call, 'patients.read-profile', id, () => profileOf(state, onWire(id), sources, context.today()));
    },
    history: ({ id }, call) => {
      mustFind(context.db, context, id);
      return reading(call, 'patients.read-history', id, () => ({ items: historyOf(context, id) }));
    },
    identify: (input, call) => identify(context, country(), input, call),
    duplicates: (input, call) => {
      const phones = input.phone ? [phoneDigits(input.phone, country())] : [];
      const person = { name: input.name, birthDate: input.birthDate, phones };
      return context.read(
        call,
        {
          action: 'patients.check-duplicates',
          patientIds: (result: { items: DuplicateRow[] }) => result.items.map((item) => item.patientId),
        },
        (db) => ({ items: duplicatesOf(db, context, person) }),
      );
    },
    startImport: (input, call) => jobs.start(call, input),
    getImport: ({ id }) => jobs.get(id),
    cancelImport: ({ id }) => jobs.cancel(id),
  };
}

function historyOf(context: ModuleContext, id: string) {
  return allIds(context.db, id)
    .flatMap((recordId) => context.history(patientAggregate, recordId))
    .map(({ event, meta }) => ({
      type: event.type,
      at: meta.at,
      by: meta.actor.userName,
      terminalId: meta.actor.terminalId,
      detail: { ...event.payload } as Record<string, unknown>,
    }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

type IdentifyInput = Parameters<Handlers<typeof patientsContract>['identify']>[0];
function identify(context: ModuleContext, country: 'us' | 'in', input: IdentifyInput, call: Call) {
  const name = typeof input.name === 'string' ? { given: '', family: input.name } : input.name;
  const phone = input.phone ? phoneDigits(input.phone, country) : null;
  const claim = { name, birthDate: input.birthDate, phone, postalCode: input.postalCode ?? null };
  return context.read(
    call,
    {
      action: 'patients.check-identity',
      patientIds: (answer: { patientId?: string }) => (answer.patientId ? [answer.patientId] : []),
    },
    (db) => {
      const person = { name, birthDate: input.birthDate, phones: phone ? [phone] : [] };
      const text = `${name.given} ${name.family}`;
      const byName = criteriaOf(text).length > 0 ? searchPatients(db, text, 20).map((found) => found.id) : [];
      const ids = new Set([...duplicateCandidates(db, person), ...byName].map((id) => survivorOf(db, id)));
      const candidates = [...ids].map((id) => personAt(db, context, id)).filter((p) => p !== undefined);
      const { patientId, ...answer } = checkIdentity(claim, candidates);
      return { ...answer, matched: [...answer.matched], ...(patientId ? { patientId } : {}) };
    },
  );
}
