import type { Call, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import {
  type CardPaymentEvent,
  type CardPaymentState,
  type CardStep,
  cardPaymentAggregate,
  cardStatus,
  isOpen,
  nextStep,
} from './card-payment.ts';
import type { CardAnswer, CardTerminal } from './card-terminal.ts';
import type { Tender } from './sale-model.ts';

/** Longest chain: answer, capture, refund, and one look that nothing is left. */
const stepsMax = 8;

/**
 * Drives card payments at the terminal of this counter. Every step is: what the ledger says is outstanding, one call
 * to the terminal, one event. It may stop anywhere; the next run goes on from the ledger. Rules POS-50 to POS-59.
 */
export class CardFlow {
  readonly #context: ModuleContext;
  readonly #terminal: () => CardTerminal | null;

  constructor(context: ModuleContext, terminal: () => CardTerminal | null) {
    this.#context = context;
    this.#terminal = terminal;
  }

  /**
   * Card tenders before their sale. `check` runs first in the unit that writes the intents, so that a sale that would
   * be refused asks for no card. Answers the tenders with the payments that may be used.
   */
  async authorize(
    call: Call,
    tenders: readonly Tender[],
    purpose: string,
    check: (unit: Unit) => void,
  ): Promise<readonly Tender[]> {
    const asks = tenders.map(asksTerminal);
    if (!asks.includes(true)) return tenders;
    await this.#finishCaptures(call);
    const ids = this.#context.command(call, { action: 'pos.card-request' }, (unit) => {
      unit.authorize({});
      check(unit);
      return tenders.map((tender, index) =>
        asks[index] ? this.#intentFor(unit, tender.amountCents, `${purpose}#${index}`) : null,
      );
    });
    const ready: Tender[] = [];
    for (const [index, tender] of tenders.entries()) {
      const id = ids[index] ?? null;
      if (id !== null) await this.#approve(call, id);
      ready.push(id === null ? tender : { ...tender, cardPaymentId: id });
    }
    return ready;
  }

  /** One payment by itself, before its sale. Answers its id whatever became of it. */
  async start(call: Call, input: { amountCents: number; purpose: string }): Promise<string> {
    const id = this.#context.command(call, { action: 'pos.card-request' }, (unit) => {
      unit.authorize({});
      return this.#intentFor(unit, input.amountCents, input.purpose);
    });
    await this.settle(call, id, 'request');
    return id;
  }

  /**
   * After the commit of a sale or a refund: what is outstanding is done as far as this terminal can. What it cannot,
   * stays on the list of payments that wait; the sale itself is made.
   */
  async finish(call: Call, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const isHere = this.#load(id).requested?.terminalId === this.#context.terminalId;
      if (isHere && this.#terminal() !== null) await this.settle(call, id, 'recover');
    }
  }

  /** What earlier sales still wait for comes first. */
  async #finishCaptures(call: Call): Promise<void> {
    await this.finish(
      call,
      this.openIds().filter((id) => nextStep(this.#load(id)).kind === 'capture'),
    );
  }

  /** Gives back what was authorised for a sale that did not come about; what a sale uses is left alone. */
  async release(call: Call, ids: readonly string[], reason: string): Promise<void> {
    for (const id of ids) {
      this.#context.command(internal(call), { action: 'pos.card-release' }, (unit) => {
        unit.authorize({});
        const card = unit.load(cardPaymentAggregate, id);
        if (card && isOpen(card)) {
          unit.append(cardPaymentAggregate, id, { type: 'card.release-requested', payload: { reason } });
        }
        return null;
      });
      await this.settle(call, id, 'recover');
    }
  }

  /**
   * Does at the terminal whatever is outstanding. `request` presents the amount again under the same reference;
   * `recover` only asks, and closes a reference the terminal never heard of, so that it cannot arrive late.
   */
  async settle(call: Call, id: string, mode: 'request' | 'recover'): Promise<CardPaymentState> {
    for (let step = 0; step < stepsMax; step += 1) {
      const state = this.#load(id);
      const wanted = nextStep(state);
      if (wanted.kind === 'none') return state;
      const terminal = this.#terminalOf(state);
      const answer = await ask(terminal, id, state, wanted, mode);
      if (!this.#record(call, id, wanted, answer)) return this.#load(id);
    }
    return this.#load(id);
  }

  /** Every payment that waits, at this terminal: after a start, or when the card terminal is back. */
  openIds(): string[] {
    return this.#context.db
      .prepare<{ id: string }>(
        'SELECT aggregate_id AS id FROM pos_card_payment WHERE needs_attention = 1 AND terminal_id = ? ORDER BY at',
      )
      .all(this.#context.terminalId)
      .map(({ id }) => id);
  }

  /** The open payment of the same purpose and amount at this terminal, or a new one: never two for one bag. */
  #intentFor(unit: Unit, amountCents: number, purpose: string): string {
    const open = unit.db
      .prepare<{ id: string }>(
        `SELECT aggregate_id AS id FROM pos_card_payment
          WHERE purpose = ? AND is_open = 1 AND amount_cents = ? AND terminal_id = ? ORDER BY at LIMIT 1`,
      )
      .get(purpose, amountCents, this.#context.terminalId);
    if (open) return open.id;
    const terminal = this.#terminal();
    if (!terminal) throw new RefusalError({ kind: 'card-not-connected', data: undefined });
    const id = unit.newId('card');
    unit.append(cardPaymentAggregate, id, {
      type: 'card.requested',
      payload: { amountCents, purpose, terminalName: terminal.name, isSimulator: terminal.isSimulator },
    });
    return id;
  }

  async #approve(call: Call, id: string): Promise<void> {
    const state = await this.settle(call, id, 'request');
    const status = cardStatus(state);
    if (status === 'declined') {
      refuse('card-declined', { cardPaymentId: id, reason: state.answer?.reason ?? 'declined' });
    }
    if (status === 'cancelled') refuse('card-cancelled', { cardPaymentId: id });
    if (status === 'requested' || status === 'unknown') refuse('card-unknown', { cardPaymentId: id });
    if (status === 'released') refuse('card-payment-not-usable', { cardPaymentId: id, status });
  }

  /** @returns false when the terminal was silent: nothing more can be done now. */
  #record(call: Call, id: string, step: CardStep, answer: CardAnswer): boolean {
    const events = eventsOf(step, answer);
    if (events.length > 0) {
      this.#context.command(internal(call), { action: 'pos.card-answer' }, (unit) => {
        unit.authorize({});
        const state = unit.load(cardPaymentAggregate, id);
        if (!state || !sameStep(nextStep(state), step)) return null;
        for (const event of events) unit.append(cardPaymentAggregate, id, event);
        return null;
      });
    }
    return answer.status !== 'no-answer' && events.length > 0;
  }

  #load(id: string): CardPaymentState {
    const state = this.#context.load(cardPaymentAggregate, id);
    if (!state?.requested) throw new RefusalError({ kind: 'not-found', data: { what: 'card payment', id } });
    return state;
  }

  #terminalOf(state: CardPaymentState): CardTerminal {
    const { terminalId = '' } = state.requested ?? {};
    if (terminalId !== this.#context.terminalId) refuse('card-elsewhere', { terminalId });
    const terminal = this.#terminal();
    if (!terminal) throw new RefusalError({ kind: 'card-not-connected', data: undefined });
    return terminal;
  }
}

/** A card tender that names neither a payment already made nor the approval of another terminal. */
export function asksTerminal(tender: Tender): boolean {
  return tender.method === 'card' && tender.amountCents > 0 && !tender.cardPaymentId && !tender.approvalCode;
}

/** Steps are told apart by the ledger itself, so they carry no idempotency key of the request around them. */
function internal(call: Call): Call {
  return { ...call, idempotencyKey: null };
}

function sameStep(a: CardStep, b: CardStep): boolean {
  return a.kind === b.kind && (a.kind !== 'refund' || b.kind !== 'refund' || a.refundId === b.refundId);
}

/** A terminal that fails says as little as one that is silent: what happened is asked for later. */
function ask(
  terminal: CardTerminal,
  reference: string,
  state: CardPaymentState,
  step: CardStep,
  mode: 'request' | 'recover',
): Promise<CardAnswer> {
  const silent: CardAnswer = { status: 'no-answer', approvalCode: null, reason: 'no-answer' };
  return present(terminal, reference, state, step, mode).catch(() => silent);
}

async function present(
  terminal: CardTerminal,
  reference: string,
  state: CardPaymentState,
  step: CardStep,
  mode: 'request' | 'recover',
): Promise<CardAnswer> {
  const amountCents = state.requested?.amountCents ?? 0;
  switch (step.kind) {
    case 'capture':
      return terminal.capture({ reference });
    case 'release':
      return terminal.release({ reference });
    case 'refund':
      return terminal.refund({ reference, refundReference: step.refundId, amountCents: step.amountCents });
    default: {
      if (mode === 'request') return terminal.authorize({ reference, amountCents });
      const answer = await terminal.status({ reference });
      return answer.status === 'not-found' ? terminal.release({ reference }) : answer;
    }
  }
}

/** What an answer means for the step it was asked for. An answer that does not fit leaves the step open. */
function eventsOf(step: CardStep, answer: CardAnswer): CardPaymentEvent[] {
  const { status, approvalCode, reason } = answer;
  const answered = (as: 'authorized' | 'declined' | 'cancelled' | 'unknown'): CardPaymentEvent => ({
    type: 'card.answered',
    payload: { status: as, approvalCode, reason },
  });
  switch (step.kind) {
    case 'ask':
      if (status === 'no-answer' || status === 'not-found') return [answered('unknown')];
      if (status === 'authorized' || status === 'declined' || status === 'cancelled') return [answered(status)];
      if (status === 'captured') return [answered('authorized'), { type: 'card.captured', payload: {} }];
      if (status === 'released') return [answered('cancelled')];
      return [];
    case 'capture':
      return status === 'captured' || status === 'refunded' ? [{ type: 'card.captured', payload: {} }] : [];
    case 'release':
      return status === 'released' || status === 'declined' || status === 'cancelled'
        ? [{ type: 'card.released', payload: {} }]
        : [];
    case 'refund':
      return status === 'refunded' ? [{ type: 'card.refunded', payload: { refundId: step.refundId } }] : [];
    default:
      return [];
  }
}

function refuse(kind: string, data: unknown): never {
  throw new RefusalError({ kind, data });
}
