import type { CardAnswer, CardTerminal } from './card-terminal.ts';

interface Entry {
  status: CardAnswer['status'];
  amountCents: number;
  approvalCode: string | null;
  reason: string | null;
  refunds: Map<string, number>;
}

export interface CardSimulator extends CardTerminal {
  /** What the simulated bank holds: charged, reserved and paid back. For tests and the demo. */
  books(): { charged: number; reserved: number; refunded: number; charges: number };
}

/**
 * A simulator, and shown as one. The last two digits of the amount choose the outcome: 13 declined, 14 approved but
 * the answer is lost, 15 cancelled by the customer, 16 the request never arrives; everything else is approved.
 */
export function createCardSimulator(): CardSimulator {
  const entries = new Map<string, Entry>();

  return {
    name: 'Card terminal simulator',
    isSimulator: true,
    async authorize({ reference, amountCents }) {
      const known = entries.get(reference);
      if (known) return answer(known);
      const ending = amountCents % 100;
      if (ending === 16) return noAnswer;
      const entry = firstAnswer(ending, amountCents, entries.size + 1);
      entries.set(reference, entry);
      return ending === 14 ? noAnswer : answer(entry);
    },
    async capture({ reference }) {
      const entry = entries.get(reference);
      if (!entry) return notFound;
      if (entry.status === 'authorized') entry.status = 'captured';
      return answer(entry);
    },
    async release({ reference }) {
      const entry = entries.get(reference);
      if (!entry) {
        const closed: Entry = {
          status: 'released',
          amountCents: 0,
          approvalCode: null,
          reason: null,
          refunds: new Map(),
        };
        entries.set(reference, closed);
        return answer(closed);
      }
      if (entry.status === 'authorized') entry.status = 'released';
      return answer(entry);
    },
    async refund({ reference, refundReference, amountCents }) {
      const entry = entries.get(reference);
      if (!entry) return notFound;
      if (entry.status !== 'captured') return answer(entry);
      const before = [...entry.refunds]
        .filter(([key]) => key !== refundReference)
        .reduce((sum, [, cents]) => sum + cents, 0);
      if (before + amountCents > entry.amountCents)
        return { ...answer(entry), status: 'declined', reason: 'above-charge' };
      entry.refunds.set(refundReference, amountCents);
      return { ...answer(entry), status: 'refunded' };
    },
    async status({ reference }) {
      const entry = entries.get(reference);
      return entry ? answer(entry) : notFound;
    },
    books() {
      const all = [...entries.values()];
      const total = (status: Entry['status']) =>
        all.filter((entry) => entry.status === status).reduce((sum, entry) => sum + entry.amountCents, 0);
      return {
        charged: total('captured'),
        reserved: total('authorized'),
        refunded: all.flatMap((entry) => [...entry.refunds.values()]).reduce((sum, cents) => sum + cents, 0),
        charges: all.filter((entry) => entry.status === 'captured').length,
      };
    },
  };
}

const noAnswer: CardAnswer = { status: 'no-answer', approvalCode: null, reason: 'no-answer' };
const notFound: CardAnswer = { status: 'not-found', approvalCode: null, reason: null };

function firstAnswer(ending: number, amountCents: number, serial: number): Entry {
  const entry = { amountCents, refunds: new Map<string, number>() };
  if (ending === 13) return { ...entry, status: 'declined', approvalCode: null, reason: 'declined by the simulator' };
  if (ending === 15) return { ...entry, status: 'cancelled', approvalCode: null, reason: 'cancelled at the terminal' };
  return { ...entry, status: 'authorized', approvalCode: `SIM${String(serial).padStart(3, '0')}`, reason: null };
}

function answer(entry: Entry): CardAnswer {
  return { status: entry.status, approvalCode: entry.approvalCode, reason: entry.reason };
}
