import type { Call, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { denied } from '../../kernel/unit-of-work.ts';
import { settle } from '../pos/decide-payment.ts';
import { lineTotal } from '../pos/decide-refund.ts';
import { sum } from '../pos/money.ts';
import type { SaleLine, Tender } from '../pos/sale-model.ts';
import type { ItemRequest, RecordedSale } from '../pos/services.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { ReceiverIdentification } from '../prescriptions/model.ts';
import { type Counseling, decideHandOver, fillLine } from './decide-hand-over.ts';
import { fillFacts, loadFill, prescriptionFacts } from './facts.ts';
import { readSignature } from './signature.ts';

export interface CheckOutInput {
  readonly fillIds: readonly string[];
  readonly items: readonly ItemRequest[];
  readonly payments: readonly Tender[];
  readonly relationship: string;
  readonly counseling: Counseling;
  readonly signature?: string | undefined;
  readonly identification: ReceiverIdentification | null;
  readonly expectedTotalCents?: number | undefined;
}

export interface CheckedOut extends RecordedSale {
  readonly fills: readonly { readonly fillId: string; readonly stage: string }[];
}

const action = 'dispensing.hand-over';

/**
 * One sale of fills and shelf items: bags, receipt, payments and stock in one unit. Cards are authorised before it and
 * charged after it, so that a stop anywhere leaves either no sale and no charge, or one of each.
 */
export function checkOut(context: ModuleContext, call: Call, input: CheckOutInput): Promise<CheckedOut> {
  const fillIds = [...new Set(input.fillIds)].sort();
  const wanted = { ...input, fillIds };
  return context.use('pos').sell(call, {
    tenders: input.payments,
    purpose: purposeOf(call, fillIds),
    check: (unit) => checkFirst(context, unit, call, wanted),
    commit: (tenders) =>
      context.command(call, { action: fillIds.length > 0 ? action : 'pos.sell' }, (unit) =>
        write(context, unit, call, { ...wanted, payments: tenders }),
      ),
  });
}

/** Bags name the sale they are in: a second try takes up the card payment of the first. Shelf items name nobody. */
function purposeOf(call: Call, fillIds: readonly string[]): string {
  return fillIds.length > 0 ? `fills ${fillIds.join(' ')}` : `sale ${call.idempotencyKey ?? call.requestId}`;
}

/** Everything that would refuse the sale refuses it before a card is asked for. */
function checkFirst(context: ModuleContext, unit: Unit, call: Call, input: CheckOutInput): void {
  const decisions = input.fillIds.map((fillId) => {
    const { state, fill } = loadFill(context, unit, fillId);
    const decision = unit.preview(action, factsOf(call, state, fill));
    if (!decision.allow) throw denied(decision);
    return { state, fillId, obligations: decision.obligations };
  });
  const fills = unwrap(decideHandOver(decisions, commandOf(input), unit.today));
  const lines = decisions.map(({ state }, index) => fillLine(state, fills[index] as (typeof fills)[number]));
  checkTotal([...lines, ...context.use('pos').quoteItems(input.items, unit.today)], input);
}

function write(context: ModuleContext, unit: Unit, call: Call, input: CheckOutInput): CheckedOut {
  if (input.fillIds.length === 0) unit.authorize({});
  const bags = input.fillIds.map((fillId) => {
    const { id, state, fill } = loadFill(context, unit, fillId);
    const { obligations } = unit.authorize(factsOf(call, state, fill));
    return { id, state, fillId, obligations };
  });
  const fills = unwrap(decideHandOver(bags, commandOf(input), unit.today));
  const signature = input.signature === undefined ? null : unwrap(readSignature(input.signature));
  const signatureBlobId = signature && unit.putBlob(signature.bytes, signature.mediaType);
  const saleId = unit.newId('sale');
  const fillLines = bags.map(({ state }, index) => fillLine(state, fills[index] as (typeof fills)[number]));
  const lines = [...fillLines, ...context.use('pos').takeItems(unit, saleId, input.items)];
  checkTotal(lines, input);
  const tenders = input.payments.map((tender) => withAccount(tender, bags[0]?.state.patientId ?? null));
  const recorded = context.use('pos').recordSale(unit, { saleId, lines, tenders });
  const handed = bags.map(({ id, fillId }, index) => {
    const after = unit.append(prescriptionAggregate, id, {
      type: 'fill.handed-over',
      payload: {
        fillId,
        saleId,
        receiptNumber: recorded.receiptNumber,
        relationship: input.relationship,
        counseling: input.counseling,
        signatureBlobId,
        patientPayCents: lineTotal(fillLines[index] as SaleLine),
        identification: input.identification,
      },
    });
    return { fillId, stage: after.stage };
  });
  return { ...recorded, fills: handed };
}

function factsOf(
  call: Call,
  ...[state, fill]: [Parameters<typeof prescriptionFacts>[0], Parameters<typeof fillFacts>[0]]
) {
  return { ...prescriptionFacts(state), ...fillFacts(fill), sellerId: call.session?.userId ?? null };
}

function commandOf(input: CheckOutInput) {
  const { counseling, identification, signature } = input;
  return { counseling, identification, hasSignature: signature !== undefined };
}

/** What the cashier was shown is what is charged; the payments must cover it. */
function checkTotal(lines: readonly SaleLine[], input: CheckOutInput): void {
  if (lines.length === 0) throw new RefusalError({ kind: 'nothing-to-sell', data: undefined });
  const dueCents = sum(lines.map(lineTotal));
  if (input.expectedTotalCents !== undefined && input.expectedTotalCents !== dueCents) {
    throw new RefusalError({ kind: 'price-changed', data: { dueCents } });
  }
  unwrap(settle(dueCents, input.payments));
}

function withAccount(tender: Tender, patientId: string | null): Tender {
  if (tender.method !== 'house-account' || tender.accountPatientId || patientId === null) return tender;
  return { ...tender, accountPatientId: patientId };
}
