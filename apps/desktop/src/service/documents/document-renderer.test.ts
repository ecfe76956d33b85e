import { type DocumentRenderer, inProcessRenderer, type ReceiptFacts } from '@apotheca/core';
import { afterAll, describe, expect, test } from 'vitest';
import { labelFonts } from '../files/label-fonts.ts';
import { DocumentThread } from './document-thread.ts';

const receipt: ReceiptFacts = {
  store: { name: 'Test Pharmacy', addressLines: ['1 Main St'], phone: '614-555-0100', demo: true },
  title: 'sale',
  receiptNumber: 'R-1',
  at: '2026-11-21 10:32',
  cashier: 'Test technician',
  terminal: 't1',
  lines: [{ text: 'Prescription 1001', quantityMilli: 1000, amountCents: 1250, fsaEligible: true }],
  subtotalCents: 1250,
  taxCents: 0,
  totalCents: 1250,
  payments: [{ text: 'Cash', amountCents: 1300 }],
  changeCents: 50,
  fsaEligibleCents: 1250,
  footer: [],
};

const thread = new DocumentThread();
afterAll(() => thread.close());

const renderers: [string, DocumentRenderer][] = [
  ['in this thread', inProcessRenderer(labelFonts)],
  ['in a thread of its own', thread],
];

describe.each(renderers)('document renderer port: %s', { timeout: 60_000 }, (_name, renderer) => {
  test('SVC-71 the same job gives the same PDF, also when many are asked for at once', async () => {
    const jobs = [1, 2, 3].map(() => renderer.render({ kind: 'receipt', receipt }));
    const [first, second, third] = await Promise.all(jobs);
    expect(first).toMatchObject({ mediaType: 'application/pdf', fileName: 'receipt-R-1.pdf' });
    expect(
      Buffer.from(first?.base64 ?? '', 'base64')
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  test('SVC-71 what cannot be drawn is an error of that document alone, without its content', async () => {
    const broken = renderer.render({ kind: 'receipt', receipt: { ...receipt, lines: null as never } });
    await expect(broken).rejects.toThrow();
    expect(await renderer.render({ kind: 'receipt', receipt })).toMatchObject({ pages: 1 });
  });
});

test('SVC-71 both draw the same bytes, and a thread that was ended starts again', async () => {
  const [here, there] = await Promise.all(renderers.map(([, one]) => one.render({ kind: 'receipt', receipt })));
  expect(there).toEqual(here);
  await thread.close();
  expect(await thread.render({ kind: 'receipt', receipt })).toEqual(here);
});
