import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import { sum } from './money.ts';

/**
 * A card payment from intent to end. Each step at the terminal has an event before it (what is wanted) and one after
 * it (what came of it), so that a stop between any two steps leaves a record that says what to ask. Rules POS-50..59.
 */
export interface CardPaymentState {
  readonly cardPaymentId: string;
  readonly requested: {
    readonly amountCents: number;
    readonly purpose: string;
    readonly terminalName: string;
    readonly isSimulator: boolean;
    readonly terminalId: string;
    readonly at: string;
  } | null;
  readonly answer: CardAnswered | null;
  /** Sales paid with it. Two of them is a conflict: one authorisation pays one sale. */
  readonly saleIds: readonly string[];
  readonly isCaptured: boolean;
  readonly releaseReason: string | null;
  readonly isReleased: boolean;
  readonly refunds: readonly { readonly refundId: string; readonly amountCents: number; readonly isDone: boolean }[];
}
export interface CardAnswered {
  readonly status: 'authorized' | 'declined' | 'cancelled' | 'unknown';
  readonly approvalCode: string | null;
  readonly reason: string | null;
}

export type CardPaymentEvent =
  | DomainEvent<
      'card.requested',
      {
        readonly amountCents: number;
        readonly purpose: string;
        readonly terminalName: string;
        readonly isSimulator: boolean;
      }
    >
  | DomainEvent<'card.answered', CardAnswered>
  | DomainEvent<'card.used', { readonly saleId: string }>
  | DomainEvent<'card.captured', Record<string, never>>
  | DomainEvent<'card.release-requested', { readonly reason: string }>
  | DomainEvent<'card.released', Record<string, never>>
  | DomainEvent<'card.refund-requested', { readonly refundId: string; readonly amountCents: number }>
  | DomainEvent<'card.refunded', { readonly refundId: string }>;

export const cardPaymentAggregate: AggregateType<CardPaymentState, CardPaymentEvent> = {
  kind: 'card-payment',
  initial: (cardPaymentId) => ({
    cardPaymentId,
    requested: null,
    answer: null,
    saleIds: [],
    isCaptured: false,
    releaseReason: null,
    isReleased: false,
    refunds: [],
  }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'card.requested':
        return state.requested
          ? state
          : { ...state, requested: { ...event.payload, terminalId: meta.actor.terminalId, at: meta.at } };
      case 'card.answered':
        return isFinal(state.answer) ? state : { ...state, answer: event.payload };
      case 'card.used':
        return state.saleIds.includes(event.payload.saleId)
          ? state
          : { ...state, saleIds: [...state.saleIds, event.payload.saleId] };
      case 'card.captured':
        return { ...state, isCaptured: true };
      case 'card.release-requested':
        return { ...state, releaseReason: state.releaseReason ?? event.payload.reason };
      case 'card.released':
        return { ...state, isReleased: true };
      case 'card.refund-requested':
        return withRefund(state, event.payload.refundId, event.payload.amountCents, false);
      case 'card.refunded':
        return withRefund(state, event.payload.refundId, null, true);
      default:
        return state;
    }
  },
  rows: (id, state) => ({
    pos_card_payment: state.requested
      ? [
          {
            aggregate_id: id,
            terminal_id: state.requested.terminalId,
            purpose: state.requested.purpose,
            amount_cents: state.requested.amountCents,
            status: cardStatus(state),
            needs_attention: needsAttention(state) ? 1 : 0,
            is_open: isOpen(state) ? 1 : 0,
            at: state.requested.at,
          },
        ]
      : [],
  }),
};

function isFinal(answer: CardAnswered | null): boolean {
  return answer !== null && answer.status !== 'unknown';
}

/** In whichever order the two events of a refund are met, the result is the same. */
function withRefund(
  state: CardPaymentState,
  refundId: string,
  amountCents: number | null,
  isDone: boolean,
): CardPaymentState {
  const known = state.refunds.find((refund) => refund.refundId === refundId);
  const refund = {
    refundId,
    amountCents: amountCents ?? known?.amountCents ?? 0,
    isDone: isDone || (known?.isDone ?? false),
  };
  return { ...state, refunds: [...state.refunds.filter((other) => other.refundId !== refundId), refund] };
}

export type CardStatus = 'requested' | CardAnswered['status'] | 'captured' | 'released' | 'refunded';

export function cardStatus(state: CardPaymentState): CardStatus {
  const refunded = sum(state.refunds.filter((refund) => refund.isDone).map((refund) => refund.amountCents));
  if (state.isCaptured)
    return refunded > 0 && refunded >= (state.requested?.amountCents ?? 0) ? 'refunded' : 'captured';
  if (state.isReleased) return 'released';
  return state.answer?.status ?? 'requested';
}

/** Not yet ended and used by no sale: a second request for the same purpose takes this one up. */
export function isOpen(state: CardPaymentState): boolean {
  const status = cardStatus(state);
  return (
    (status === 'requested' || status === 'unknown' || status === 'authorized') &&
    state.saleIds.length === 0 &&
    state.releaseReason === null
  );
}

/** May it pay a sale of this amount now? */
export function isUsable(state: CardPaymentState, amountCents: number): boolean {
  return isOpen(state) && state.answer?.status === 'authorized' && state.requested?.amountCents === amountCents;
}

export type CardStep =
  | { readonly kind: 'ask' | 'capture' | 'release' | 'none' }
  | { readonly kind: 'refund'; readonly refundId: string; readonly amountCents: number };

/** What is outstanding at the terminal. The driver does one step, records what came of it, and asks again. */
export function nextStep(state: CardPaymentState): CardStep {
  const status = cardStatus(state);
  if (status === 'declined' || status === 'cancelled' || status === 'released') return { kind: 'none' };
  if (status === 'requested' || status === 'unknown') return { kind: state.releaseReason === null ? 'ask' : 'release' };
  if (status === 'authorized') {
    if (state.saleIds.length > 0) return { kind: 'capture' };
    return { kind: state.releaseReason === null ? 'none' : 'release' };
  }
  const refund = state.refunds.find((candidate) => !candidate.isDone);
  return refund ? { kind: 'refund', refundId: refund.refundId, amountCents: refund.amountCents } : { kind: 'none' };
}

/** A step is outstanding, or money is held for no sale, or two sales lean on one authorisation. */
export function needsAttention(state: CardPaymentState): boolean {
  return nextStep(state).kind !== 'none' || cardStatus(state) === 'authorized' || state.saleIds.length > 1;
}
