import type { Handlers, ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { type Account, accountOf } from './accounts.ts';
import type { CardFlow } from './card-flow.ts';
import type { posContract } from './contract.ts';
import { recordSale } from './record-sale.ts';
import type { SaleLine } from './sale-model.ts';
import { sell } from './sell.ts';
import { houseAccountAggregate } from './settings.ts';

type AccountHandlers = Pick<Handlers<typeof posContract>, 'account' | 'setAccount' | 'payAccount'>;

export function accountHandlers(context: ModuleContext, cards: CardFlow): AccountHandlers {
  const read = (patientId: string): Account => {
    if (!context.use('patients').get(patientId)) {
      throw new RefusalError({ kind: 'not-found', data: { what: 'patient', id: patientId } });
    }
    return accountOf(context, context.db, patientId);
  };
  const toWire = (account: Account) => ({ ...account, entries: account.entries.map((entry) => ({ ...entry })) });

  return {
    account({ patientId }, call) {
      return context.read(call, { action: 'pos.read-account', patientIds: [patientId] }, () => toWire(read(patientId)));
    },

    setAccount({ patientId, isOpen, limitCents }, call) {
      const account = context.command(call, { action: 'pos.set-account' }, (unit) => {
        unit.authorize({ patientId });
        const { patientId: survivor } = read(patientId);
        unit.append(houseAccountAggregate, survivor, { type: 'house-account.set', payload: { isOpen, limitCents } });
        return { ...read(patientId), isOpen, limitCents };
      });
      return toWire(account);
    },

    async payAccount({ patientId, amountCents, payment }, call) {
      const checked = () => {
        const account = read(patientId);
        const { balanceCents } = account;
        if (amountCents > balanceCents) throw new RefusalError({ kind: 'account-overpaid', data: { balanceCents } });
        return account;
      };
      const sold = await sell(cards, call, {
        tenders: [payment],
        purpose: `account ${patientId}`,
        check: () => void checked(),
        commit: (tenders) =>
          context.command(call, { action: 'pos.pay-account' }, (unit) => {
            unit.authorize({ patientId });
            const account = checked();
            const lines = [paymentLine(account.patientId, amountCents)];
            return recordSale(context, unit, { saleId: unit.newId('sale'), lines, tenders });
          }),
      });
      const { saleId, receiptNumber, changeCents } = sold;
      return { saleId, receiptNumber, changeCents, balanceCents: read(patientId).balanceCents };
    },
  };
}

function paymentLine(patientId: string, amountCents: number): SaleLine {
  return {
    lineId: 'account-payment',
    kind: 'account-payment',
    description: 'Payment to house account',
    note: null,
    fillId: null,
    prescriptionId: null,
    patientId,
    itemKey: null,
    quantityMilli: 1000,
    amountCents,
    taxCents: 0,
    includedTaxCents: 0,
    taxClass: 'general',
    isHealthEligible: false,
    allocations: [],
  };
}
