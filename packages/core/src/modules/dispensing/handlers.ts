import { toMilli } from '../../kernel/contract.ts';
import type { Call, Handlers, ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { FillState, PrescriptionState, ReceiverIdentification } from '../prescriptions/model.ts';
import { checkOut } from './check-out.ts';
import type { dispensingContract } from './contract.ts';
import { dueOf } from './decide-hand-over.ts';
import { fillFacts, prescriptionFacts } from './facts.ts';
import { holdLots } from './hold-lots.ts';
import { makeFill } from './make-fill.ts';
import { owedOf } from './owed.ts';
import { dispensingSettingsAggregate, dispensingSettingsId, settingsOf } from './settings.ts';
import { returnToStock, settleRefund, voidFill } from './undo-fill.ts';
import { verifyFill } from './verify-fill.ts';
import { owedList, priced, willCall } from './will-call.ts';
import { allocationsToWire, fillToWire } from './wire.ts';
import { nextAction, workOf } from './work.ts';

type All = Handlers<typeof dispensingContract>;
type Commands = Pick<All, 'fill' | 'verify' | 'handOver' | 'sell' | 'returnToStock' | 'void' | 'setSettings'>;
type Queries = Omit<All, keyof Commands>;

export function commandHandlers(context: ModuleContext): Commands {
  return {
    async fill(input, call) {
      await context.use('inventory').rights.gather(input.ndc, toMilli(input.quantity));
      const made = context.command(call, { action: 'dispensing.fill' }, (unit) => {
        const { fillId, plan, allocations, label, state } = makeFill(context, unit, call, input);
        const fill = state.fills.find((candidate) => candidate.fillId === fillId) as FillState;
        return {
          fillId,
          fillNumber: plan.fillNumber,
          part: plan.part,
          stage: state.stage,
          quantity: plan.quantityMilli / 1000,
          daysSupply: plan.daysSupply,
          allocations: allocationsToWire(allocations),
          owed: owedOf(state, unit),
          productChanged: plan.relation !== 'same-product',
          dueCents: dueOf(state, fill).totalCents,
          label,
        };
      });
      context.use('inventory').holds.end(input.id);
      return made;
    },

    async verify(input, call) {
      const secondFactor = input.totp ? await context.use('auth').verifySecondFactor(call, input.totp) : null;
      return context.command(call, { action: 'dispensing.verify' }, (unit) =>
        verifyFill(context, unit, call, input, secondFactor),
      );
    },

    async handOver({ id, payment, identification, ...rest }, call) {
      const identified = identificationOf(identification);
      const input = { ...rest, fillIds: [id], items: [], payments: [payment], identification: identified };
      const { saleId, receiptNumber, totalCents, changeCents, fills } = await checkOut(context, call, input);
      return { saleId, receiptNumber, totalCents, changeCents, stage: fills[0]?.stage ?? '' };
    },

    async sell({ identification, ...rest }, call) {
      const input = { ...rest, identification: identificationOf(identification) };
      const { saleId, receiptNumber, totalCents, changeCents, fills } = await checkOut(context, call, input);
      return { saleId, receiptNumber, totalCents, changeCents, fills: [...fills] };
    },

    returnToStock({ id, reason }, call) {
      return context.command(call, { action: 'dispensing.return' }, (unit) => {
        const { allocations, stockLabels, ...done } = returnToStock(context, unit, id, reason);
        return { ...done, allocations: allocationsToWire(allocations), stockLabels: [...stockLabels] };
      });
    },

    async void(input, call) {
      const voided = context.command(call, { action: 'dispensing.void' }, (unit) => voidFill(context, unit, input));
      await settleRefund(context, call, voided);
      const { fillId, stage, refundedCents, stockReturned } = voided;
      return { fillId, stage, refundedCents, stockReturned };
    },

    setSettings(settings, call) {
      return context.command(call, { action: 'dispensing.change-settings' }, (unit) => {
        unit.authorize({});
        unit.append(dispensingSettingsAggregate, dispensingSettingsId, {
          type: 'dispensing.settings-changed',
          payload: settings,
        });
        return settings;
      });
    },
  };
}

export function queryHandlers(context: ModuleContext): Queries {
  return {
    fills({ q, patientId, dueForReturn, cursor, limit }, call) {
      return context.read(
        call,
        { action: 'dispensing.read-will-call', patientIds: ({ items }) => patientsIn(items) },
        () => slice(willCall(context, { q, patientId, dueForReturn }), cursor, limit, (bag) => priced(context, bag)),
      );
    },

    get({ id }, call) {
      const { state, fill } = findFill(context, id);
      return readOf(context, call, 'dispensing.read-fill', state, () =>
        fillToWire(state, fill, { at: context.nowIso(), today: context.today() }),
      );
    },

    work({ id }, call) {
      const { state, fill } = findFill(context, id);
      return readOf(context, call, 'dispensing.read-fill', state, () =>
        workOf(context, { state, fill, ndc: undefined, decision: previewOf(context, call, state, fill) }),
      );
    },

    station({ id, ndc }, call) {
      const state = context.load(prescriptionAggregate, id);
      if (!state?.entered) throw new RefusalError({ kind: 'not-found', data: { what: 'prescription', id } });
      return readOf(context, call, 'dispensing.read-fill', state, () =>
        workOf(context, { state, fill: null, ndc, decision: previewOf(context, call, state, null) }),
      );
    },

    holdLots: (input) => holdLots(context, input),

    owed({ cursor, limit }, call) {
      return context.read(call, { action: 'dispensing.read-owed', patientIds: ({ items }) => patientsIn(items) }, () =>
        slice(owedList(context), cursor, limit, (row) => row),
      );
    },

    settings: () => {
      const { refrigeratedBins, lockedBins, ...days } = settingsOf(context);
      return { ...days, refrigeratedBins: [...refrigeratedBins], lockedBins: [...lockedBins] };
    },
  };
}

function findFill(context: ModuleContext, fillId: string): { state: PrescriptionState; fill: FillState } {
  const found = context.use('prescriptions').byFill(fillId);
  const fill = found?.state.fills.find((candidate) => candidate.fillId === fillId);
  if (!found || !fill) throw new RefusalError({ kind: 'not-found', data: { what: 'fill', id: fillId } });
  return { state: found.state, fill };
}

function readOf<R>(context: ModuleContext, call: Call, action: string, state: PrescriptionState, work: () => R): R {
  const patientIds = state.patientId === null ? [] : [state.patientId];
  return context.read(call, { action, patientIds }, work);
}

/** What the gate would say to the step this screen leads to. Asking it changes nothing. */
function previewOf(context: ModuleContext, call: Call, state: PrescriptionState, fill: FillState | null) {
  const action = nextAction(fill);
  if (action === null) return null;
  const verifierId = fill?.status === 'made' ? { verifierId: call.session?.userId ?? null } : {};
  return context.preview(call, action, {
    ...prescriptionFacts(state),
    ...(fill ? fillFacts(fill) : {}),
    ...verifierId,
  });
}

function patientsIn(rows: readonly { patientId: string | null }[]): string[] {
  return [...new Set(rows.flatMap((row) => row.patientId ?? []))];
}

/** These lists are short and change under the reader: the cursor is how many were shown. */
function slice<T, R>(rows: readonly T[], cursor: string | undefined, limit: number, show: (row: T) => R) {
  const from = Number(cursor ?? 0);
  const to = from + limit;
  return { items: rows.slice(from, to).map(show), nextCursor: rows.length > to ? String(to) : null };
}

function identificationOf(
  given:
    | { checked: string[]; name?: string; kind?: string; number?: string; issuer?: string; expiresOn?: string }
    | undefined,
): ReceiverIdentification | null {
  if (!given) return null;
  const { checked, name, kind, number, issuer, expiresOn } = given;
  return {
    checked,
    name: name ?? null,
    kind: kind ?? null,
    number: number ?? null,
    issuer: issuer ?? null,
    expiresOn: expiresOn ?? null,
  };
}
