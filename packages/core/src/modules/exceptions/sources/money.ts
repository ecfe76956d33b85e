import type { ModuleContext } from '../../../kernel/module.ts';
import { type DrawerState, drawerAggregate } from '../../pos/drawer.ts';
import type { Refund, SaleState } from '../../pos/sale-model.ts';
import type {} from '../../pos/services.ts';
import { type Action, type Described, exceptionId, partsOf, type Side, type Source } from '../model.ts';

/**
 * Money that does not fit together (POS-33, POS-43). What was paid out is paid out: a person looks, collects or writes
 * it off, and says which; the sale keeps both refunds.
 */
export function saleSource(context: ModuleContext): Source {
  return {
    ...moneySource(context, 'sale'),
    describe(id) {
      const [saleId = '', conflict = ''] = partsOf(id).parts;
      const sale = context.use('pos').sale(saleId);
      if (!sale?.conflicts.includes(conflict)) return undefined;
      const [reason = '', lineId] = conflict.split(':');
      const line = sale.lines.find((one) => one.lineId === lineId);
      return {
        reason,
        title: `Receipt ${sale.receiptNumber}${line ? ` · ${line.description}` : ''}`,
        text:
          reason === 'refunded-twice'
            ? 'One line of this sale was refunded on two terminals, so the money went out twice.'
            : 'More money went back than was paid for this sale.',
        patientId: sale.lines.find((one) => one.patientId !== null)?.patientId ?? null,
        link: { kind: 'sale', id: saleId },
        sides: refundsOf(sale, lineId).map((refund) => refundSide(refund)),
        actions: saleActions,
      };
    },
  };
}

export function drawerSource(context: ModuleContext): Source {
  return {
    ...moneySource(context, 'drawer'),
    describe(id) {
      const [drawerId = '', conflict = ''] = partsOf(id).parts;
      const drawer = context.load(drawerAggregate, drawerId);
      if (!drawer?.conflicts.includes(conflict)) return undefined;
      return {
        reason: conflict,
        title: `Cash drawer of ${(drawer.opened?.at ?? '').slice(0, 10)}`,
        text: drawerTexts[conflict] ?? 'Something in this drawer does not fit together.',
        patientId: null,
        link: null,
        sides: drawerSides(context, drawer),
        actions: [{ action: 'seen', text: 'I counted again and noted it', needs: 'note', permission: 'pos.refund' }],
      };
    },
  };
}

function moneySource(context: ModuleContext, kind: 'sale' | 'drawer'): Omit<Source, 'describe'> {
  return {
    kind,
    recordsHere: true,
    open: () =>
      context
        .use('pos')
        .openConflicts()
        .filter((one, _, all) => one.kind === kind && !isToldBy(one, all))
        .map(({ id, conflict, since }) => ({ id: exceptionId(kind, id, conflict), kind, since })),
    settle: (unit) => {
      unit.authorize({});
    },
  };
}

interface MoneyConflict {
  readonly id: string;
  readonly conflict: string;
}

/** A line that was refunded twice says already why more went out than came in. */
function isToldBy({ id, conflict }: MoneyConflict, all: readonly MoneyConflict[]): boolean {
  if (conflict !== 'refunded-above-paid') return false;
  return all.some((other) => other.id === id && other.conflict.startsWith('refunded-twice'));
}

const saleActions: Described['actions'] = [
  { action: 'collect', text: 'It will be collected from the customer', needs: 'note', permission: 'pos.refund' },
  { action: 'loss', text: 'It is written off', needs: 'note', permission: 'pos.refund' },
  { action: 'right', text: 'Both refunds were right', needs: 'note', permission: 'pos.refund' },
] satisfies Action[];

function refundsOf(sale: SaleState, lineId: string | undefined): readonly Refund[] {
  return lineId === undefined ? sale.refunds : sale.refunds.filter((refund) => refund.lineIds.includes(lineId));
}

function refundSide({ kind, byUser, terminalId, at, amountCents, reason }: Refund): Side {
  const what = kind === 'void' ? 'Voided the line' : 'Refunded the line';
  return { what, who: byUser, terminalId, at, detail: `${money(amountCents)} · ${reason}` };
}

const drawerTexts: Readonly<Record<string, string>> = {
  'opened-twice': 'This drawer was opened twice with a float, so what should be in it is not certain.',
  'moved-after-close': 'Cash was put in or taken out after the drawer had been counted and closed.',
  'closed-twice': 'This drawer was counted and closed twice. The first count stands.',
};

function drawerSides(context: ModuleContext, { drawerId }: DrawerState): Side[] {
  return context
    .history(drawerAggregate, drawerId)
    .filter(({ event }, index) => event.type !== 'drawer.opened' || index > 0)
    .slice(-4)
    .map(({ event, meta }) => {
      const by = { who: meta.actor.userName, terminalId: meta.actor.terminalId, at: meta.at };
      if (event.type === 'drawer.closed') {
        return { ...by, what: 'Counted and closed it', detail: `counted ${money(event.payload.countedCents)}` };
      }
      if (event.type === 'drawer.opened') {
        return { ...by, what: 'Opened it', detail: `float ${money(event.payload.floatCents)}` };
      }
      const { kind, amountCents, reason } = event.payload;
      return { ...by, what: `Cash ${kind.replaceAll('-', ' ')}`, detail: `${money(amountCents)} · ${reason}` };
    });
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}
