import type { Call, Handlers, ModuleContext } from '../../kernel/module.ts';
import { type Refusal, RefusalError, type Result, unwrap } from '../../kernel/refusal.ts';
import { changePrescription, type Moved } from './command.ts';
import type { prescriptionsContract } from './contract.ts';
import { decideRefill } from './decide-refill.ts';
import {
  decideCancel,
  decideConflict,
  decideHold,
  decideOwedRelease,
  decideProduct,
  decidePromise,
  decideRelease,
} from './decide-stage.ts';
import { decideTransferOut } from './decide-transfer.ts';
import type { PrescriptionEvent } from './events.ts';
import type { PrescriptionState } from './model.ts';
import { isSameMedicine, snapshotOf } from './product-snapshot.ts';

type All = Handlers<typeof prescriptionsContract>;
type Names =
  | 'promise'
  | 'hold'
  | 'release'
  | 'cancel'
  | 'transfer'
  | 'refill'
  | 'product'
  | 'renewal'
  | 'releaseOwed'
  | 'resolveConflict';

/** What moves a prescription between stages, apart from review, pricing and filling. */
export function stageHandlers(context: ModuleContext): Pick<All, Names> {
  const change = (
    call: Call,
    verb: string,
    input: { readonly id: string; readonly expectedVersion?: number | undefined },
    decide: (state: PrescriptionState, today: string) => Result<PrescriptionEvent, Refusal>,
  ): { state: PrescriptionState; moved: Moved } =>
    changePrescription(context, call, `prescriptions.${verb}`, input, (state, unit) =>
      unwrap(decide(state, unit.today)),
    );
  return {
    promise: (input, call) => change(call, 'promise', input, (state) => decidePromise(state, input)).moved,
    hold: ({ reason, until = null, note = null, ...input }, call) =>
      change(call, 'hold', input, (state) => decideHold(state, { reason, until, note })).moved,
    release: (input, call) => change(call, 'release', input, (state) => decideRelease(state, input.note ?? null)).moved,
    cancel: ({ reason, requestedBy, ...input }, call) =>
      change(call, 'cancel', input, (state) => decideCancel(state, { reason, requestedBy })).moved,
    transfer: (input, call) =>
      change(call, 'transfer', input, (state, today) =>
        decideTransferOut(state, input, { today, pharmacist: call.session?.userName ?? 'system' }),
      ).moved,
    refill: (input, call) => {
      const role = call.session?.role ?? 'system';
      const { state, moved } = change(call, 'refill', input, (before, today) =>
        decideRefill(before, input, { today, role }),
      );
      return { ...moved, fillNumber: state.cycle, refillsRemaining: state.refillsRemaining };
    },
    product: (input, call) =>
      change(call, 'change-product', input, (state) => {
        const drugs = context.use('drugs');
        const chosen = drugs.find(input.ndc);
        if (!chosen) throw new RefusalError({ kind: 'drug-unknown', data: { ndc: input.ndc } });
        const prescribed = state.drug ? drugs.find(state.drug.key) : undefined;
        const isSame = prescribed !== undefined && isSameMedicine(prescribed, chosen);
        const daw = input.daw ?? state.daw;
        return decideProduct(state, { product: snapshotOf(chosen), isSame, daw, reason: input.reason });
      }).moved,
    renewal: ({ sentTo, method, note = null, ...input }, call) =>
      change(call, 'request-renewal', input, (state) => ({
        ok: true,
        value: {
          type: 'prescription.renewal-requested',
          payload: { sentTo: sentTo ?? state.prescriber?.name ?? 'prescriber', method, note },
        },
      })).moved,
    releaseOwed: (input, call) =>
      change(call, 'release-owed', input, (state) => decideOwedRelease(state, input.reason)).moved,
    resolveConflict: ({ id, conflictId, keep, note }, call) =>
      change(call, 'resolve-conflict', { id }, (state) => decideConflict(state, { conflictId, keep, note })).moved,
  };
}
