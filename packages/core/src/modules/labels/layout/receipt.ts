import type { ReceiptFacts } from '../receipt.ts';
import type { FontSet } from '../text/fonts.ts';
import { shapeLine } from '../text/shape.ts';
import { wrapText } from '../text/wrap.ts';
import type { Mark, Page } from './page.ts';

const width = 226;
const margin = 12;

/** 80 mm roll, as long as it needs to be. Amounts line up on the right. */
export function receiptPages(facts: ReceiptFacts, fonts: FontSet): Page[] {
  const marks: Mark[] = [];
  let y = margin;
  const inner = width - 2 * margin;
  const text = (
    key: string,
    value: string,
    size: number,
    weight: 400 | 700,
    align: 'left' | 'centre' | 'right' = 'left',
    room = inner,
  ) => {
    for (const wrapped of wrapText(value, fonts, { size, width: room, weight, direction: 'ltr' })) {
      const line = shapeLine(wrapped.text, fonts, weight, 'ltr');
      const free = inner - line.width * size;
      const x = margin + (align === 'left' ? 0 : align === 'right' ? free : free / 2);
      y += line.ascent * size + 1.5;
      marks.push({ kind: 'text', key, line, direction: 'ltr', weight, x, y, size, isWhite: false });
      y += line.descent * size + 1;
    }
  };
  const amountRow = (key: string, left: string, cents: number, weight: 400 | 700 = 400, size = 8.5) => {
    const amount = shapeLine(money(cents, facts.currency), fonts, weight, 'ltr');
    text(key, left, size, weight, 'left', inner - amount.width * size - 8);
    const last = marks.at(-1);
    const baseline = last?.kind === 'text' ? last.y : y;
    marks.push({
      kind: 'text',
      key: `${key}-amount`,
      line: amount,
      direction: 'ltr',
      weight,
      x: margin + inner - amount.width * size,
      y: baseline,
      size,
      isWhite: false,
    });
  };
  const rule = () => {
    y += 3;
    marks.push({ kind: 'rect', x: margin, y, width: inner, height: 0.5, fill: 'black' });
    y += 3;
  };
  if (facts.store.demo) text('demo', 'DEMO STORE - NOT A REAL SALE', 8.5, 700, 'centre');
  text('store', facts.store.name, 12, 700, 'centre');
  for (const line of facts.store.addressLines) text('address', line, 8, 400, 'centre');
  text('phone', facts.store.phone, 8, 400, 'centre');
  rule();
  text('title', { sale: 'Receipt', refund: 'Refund', void: 'VOID' }[facts.title], 11, 700, 'centre');
  text('number', `No. ${facts.receiptNumber}`, 8.5, 400);
  text('at', facts.at, 8.5, 400);
  text('cashier', `Cashier ${facts.cashier} · Terminal ${facts.terminal}`, 8.5, 400);
  rule();
  for (const line of facts.lines) {
    const count = line.quantityMilli === 1000 ? '' : `${line.quantityMilli / 1000} x `;
    amountRow('line', `${count}${line.text}${line.fsaEligible ? ' (H)' : ''}`, line.amountCents);
  }
  rule();
  amountRow('subtotal', 'Subtotal', facts.subtotalCents);
  amountRow('tax', 'Tax', facts.taxCents);
  amountRow('total', 'Total', facts.totalCents, 700, 11);
  y += 2;
  for (const payment of facts.payments) amountRow('payment', payment.text, payment.amountCents);
  if (facts.changeCents !== 0) amountRow('change', 'Change', facts.changeCents, 700);
  if (facts.fsaEligibleCents !== 0) amountRow('health', 'Health account eligible (H)', facts.fsaEligibleCents);
  if (facts.footer.length > 0) rule();
  for (const line of facts.footer) text('footer', line, 8, 400, 'centre');
  return [{ width, height: Math.max(144, Math.ceil(y + margin)), marks }];
}

/** Cents as dollars and cents, paise as rupees and paise, without floating point. */
export function money(cents: number, currency: 'USD' | 'INR' = 'USD'): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  return `${cents < 0 ? '-' : ''}${currency === 'INR' ? '₹' : '$'}${whole}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
}
