import { fromMilli, toMilli } from '../../../kernel/contract.ts';
import type { Call, ModuleContext, Unit } from '../../../kernel/module.ts';
import { holds } from '../../../kernel/permissions.ts';
import { RefusalError } from '../../../kernel/refusal.ts';
import { discrepanciesOf, lotAggregate } from '../../inventory/lot.ts';
import type { LotState } from '../../inventory/model.ts';
import type { LotFinding } from '../../inventory/services.ts';
import { type Action, type Decision, exceptionId, partsOf, type Side, type Source } from '../model.ts';
import { quantity } from '../names.ts';

const texts: Readonly<Record<LotFinding['kind'], string>> = {
  'below-zero':
    'More left this lot than came in, which cannot be: something was taken twice, or never booked in. Count the shelf.',
  'counted-at-once':
    'Two people counted this lot without knowing of each other, so the same difference may have been booked twice.',
  'status-conflict': 'Two terminals set different statuses for this lot. Until somebody decides, the strictest holds.',
};

/** Lots whose book cannot be right (INV-35, 36, 43). A count or a status settles them. */
export function lotSource(context: ModuleContext): Source {
  const findings = () => context.use('inventory').findings;
  return {
    kind: 'lot',
    recordsHere: true,
    open: () =>
      findings()
        .open()
        .map(({ batchId, kind, since, mark }) => ({
          id: exceptionId('lot', batchId, kind, mark),
          kind: 'lot',
          since,
        })),

    describe(id) {
      const [batchId = '', reason = '', mark = ''] = partsOf(id).parts;
      const lot = context.load(lotAggregate, batchId);
      const found = lot && discrepanciesOf(lot).find((one) => one.kind === reason && one.mark === mark);
      if (!lot || !found) return undefined;
      const { kind } = found;
      return {
        reason,
        title: `${lot.name} · lot ${lot.lotNumber}`,
        text: `${texts[kind]}${kind === 'status-conflict' ? '' : ` The book says ${quantity(lot.onHandMilli)}.`}`,
        patientId: null,
        link: { kind: 'lot', id: batchId },
        sides: sidesOf(context, lot, kind),
        actions: actionsOf(context, lot, kind),
      };
    },

    async prepare(id, { counted }) {
      const [batchId = ''] = partsOf(id).parts;
      const lot = context.load(lotAggregate, batchId);
      const missing = lot && counted !== null ? lot.onHandMilli - toMilli(counted) : 0;
      if (missing > 0) await context.use('inventory').rights.gatherLot(batchId, missing);
    },

    settle(unit, call, id, decision) {
      const [batchId = '', reason = ''] = partsOf(id).parts;
      const lot = unit.load(lotAggregate, batchId);
      if (!lot) return;
      if (reason === 'status-conflict') return setStatus(context, unit, call, lot, decision);
      settleByCount(context, unit, call, lot, decision);
    },
  };
}

function settleByCount(context: ModuleContext, unit: Unit, call: Call, lot: LotState, decision: Decision): void {
  const { findings } = context.use('inventory');
  const counted = decision.action === 'book' ? fromMilli(lot.onHandMilli) : (decision.counted ?? 0);
  if (
    findings.isControlled(lot.drugKey) &&
    !(call.session && holds(call.session.role, 'inventory.adjust-controlled'))
  ) {
    const data = { permission: 'inventory.adjust-controlled', role: call.session?.role ?? 'system' };
    throw new RefusalError({ kind: 'forbidden', data });
  }
  const title = decision.note ?? 'Settled in the exceptions inbox';
  const state = findings.count(unit, call, { batchId: lot.id, counted, title });
  if (state !== 'waiting') return;
  const needed = fromMilli(lot.onHandMilli) - counted;
  const here = fromMilli(Math.max(0, lot.rights[context.origin()] ?? 0));
  throw new RefusalError({
    kind: 'rights-elsewhere',
    data: { batchId: lot.id, needed, here, elsewhere: fromMilli(lot.onHandMilli) - here },
  });
}

function setStatus(context: ModuleContext, unit: Unit, call: Call, lot: LotState, { action, note }: Decision): void {
  const head = lot.statusHeads.find((one) => action === `status-${one.status}`);
  if (!head) return;
  const reason = note ?? head.reason;
  context.use('inventory').findings.setStatus(unit, call, { batchId: lot.id, status: head.status, reason });
}

function sidesOf(context: ModuleContext, lot: LotState, kind: LotFinding['kind']): Side[] {
  if (kind === 'status-conflict') {
    return lot.statusHeads.map(({ status, by, terminalId, at, reason }) => ({
      what: `Set it to ${status}`,
      who: by,
      terminalId,
      at,
      detail: reason,
    }));
  }
  const last = context.use('inventory').findings.lastMovements(lot.id, 40);
  const wanted = kind === 'counted-at-once' ? last.filter(({ reason }) => reason === 'count') : last;
  const seen = new Set<string>();
  const newest = wanted.filter(({ terminalId }, index) => {
    const isNew = kind === 'counted-at-once' ? index < lot.countHeads.length : !seen.has(terminalId);
    seen.add(terminalId);
    return isNew;
  });
  return newest
    .slice(0, 4)
    .reverse()
    .map(({ at, userName, terminalId, reason, deltaMilli }) => ({
      what: reason === 'count' ? 'Counted' : `Moved stock: ${reason.replaceAll('-', ' ')}`,
      who: userName,
      terminalId,
      at,
      detail: `${deltaMilli > 0 ? '+' : ''}${quantity(deltaMilli)}`,
    }));
}

function actionsOf(context: ModuleContext, lot: LotState, kind: LotFinding['kind']): Action[] {
  const isControlled = context.use('inventory').findings.isControlled(lot.drugKey);
  const permission = isControlled ? 'inventory.adjust-controlled' : 'inventory.count';
  if (kind === 'status-conflict') {
    return [...new Set(lot.statusHeads.map(({ status }) => status))].map((status) => ({
      action: `status-${status}`,
      text: `It is ${status}`,
      needs: 'note',
      permission: 'inventory.adjust',
    }));
  }
  const count: Action = { action: 'count', text: 'Count the shelf and book what is there', needs: 'count', permission };
  if (kind === 'below-zero') return [count];
  return [
    count,
    { action: 'book', text: `The book is right: ${quantity(lot.onHandMilli)}`, needs: 'note', permission },
  ];
}
