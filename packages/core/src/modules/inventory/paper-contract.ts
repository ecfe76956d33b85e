import { z } from 'zod';
import { endpoint, idSchema, page, pageQuery, queryBool } from '../../kernel/contract.ts';
import * as p from './paper-schema.ts';
import { inventoryRefusals, lotRefusals, receiptRefusals } from './refusals.ts';
import * as s from './schema.ts';

const tag = 'Inventory';
const read = { permission: 'inventory.read', tag } as const;
const receive = { permission: 'inventory.receive', tag } as const;
const adjust = { permission: 'inventory.adjust', tag } as const;
const count = { permission: 'inventory.count', tag } as const;

const documents = {
  receive: endpoint('POST', '/inventory/receipts', {
    ...receive,
    summary: 'Receive goods into stock',
    refusals: receiptRefusals,
  })
    .input(
      z.object({
        lines: z.array(p.receiptLineInput).min(1).max(1000),
        supplierId: idSchema.nullable().optional(),
        invoice: p.invoiceInput.nullable().optional(),
        /** Receive a line although the same invoice line was received before. */
        acceptDuplicates: z.boolean().default(false),
      }),
    )
    .output(p.receiptSchema.extend({ warnings: z.array(p.warningSchema) })),
  receipts: endpoint('GET', '/inventory/receipts', { ...read, summary: 'Receipts, newest first' })
    .input(z.object({ q: z.string().trim().max(100).optional(), supplierId: idSchema.optional(), ...pageQuery }))
    .output(page(p.receiptSchema)),
  receipt: endpoint('GET', '/inventory/receipts/{id}', { ...read, summary: 'One receipt' })
    .input(z.object({ id: idSchema }))
    .output(p.receiptSchema),
  adjust: endpoint('POST', '/inventory/adjustments', {
    ...adjust,
    summary: 'Change the stock of a lot, with a reason',
    refusals: lotRefusals,
  })
    .input(p.adjustmentInput)
    .output(
      z.object({
        adjustmentId: idSchema,
        batchId: idSchema,
        ndc: z.string(),
        onHand: z.number(),
        duties: z.array(z.object({ cite: z.string(), message: z.string() })),
      }),
    ),
  transfer: endpoint('POST', '/inventory/transfers', {
    ...adjust,
    summary: 'Send stock to another store, or take it in',
    refusals: { ...lotRefusals, ...receiptRefusals },
  })
    .input(
      z.object({
        direction: z.enum(['out', 'in']),
        store: z.object({
          name: z.string().trim().min(1).max(120),
          id: z.string().trim().max(80).nullable().default(null),
          dea: z.string().trim().max(12).nullable().default(null),
        }),
        lines: z.array(p.transferLineInput).min(1).max(500),
        /** The other store's document number when stock comes in. */
        document: z.string().trim().max(40).nullable().default(null),
        orderForm: z.string().trim().max(40).nullable().default(null),
        note: z.string().trim().max(500).nullable().default(null),
      }),
    )
    .output(p.transferSchema),
  transfers: endpoint('GET', '/inventory/transfers', { ...read, summary: 'Stock transfers, newest first' })
    .input(z.object(pageQuery))
    .output(page(p.transferSchema)),
};

const counting = {
  count: endpoint('POST', '/inventory/counts', {
    ...count,
    summary: 'Start a blind count, or submit one at once',
    refusals: lotRefusals,
  })
    .input(
      z.object({
        title: z.string().trim().max(120).optional(),
        ndcs: z.array(s.drugRefSchema).max(1000).optional(),
        binLocation: z.string().trim().max(20).optional(),
        controlledOnly: z.boolean().default(false),
        batchIds: z.array(idSchema).max(2000).optional(),
        /** Counted already: submitted in the same step. */
        lines: z.array(p.countedLineInput).max(2000).optional(),
      }),
    )
    .output(p.countSchema),
  counts: endpoint('GET', '/inventory/counts', { ...read, summary: 'Counts, newest first' })
    .input(z.object({ openOnly: queryBool.default(false), ...pageQuery }))
    .output(page(p.countSchema.omit({ lines: true }).extend({ lineCount: z.number().int() }))),
  countSheet: endpoint('GET', '/inventory/counts/{id}', { ...read, summary: 'One count' })
    .input(z.object({ id: idSchema }))
    .output(p.countSchema),
  submitCount: endpoint('POST', '/inventory/counts/{id}/submission', {
    ...count,
    summary: 'Hand in what was counted; the book is shown and stock follows',
    refusals: lotRefusals,
  })
    .input(z.object({ id: idSchema, lines: z.array(p.countedLineInput).min(1).max(2000) }))
    .output(p.countSchema),
  decideCount: endpoint('POST', '/inventory/counts/{id}/decision', {
    permission: 'inventory.adjust-controlled',
    tag,
    summary: 'Accept or dismiss the controlled differences of a count',
    refusals: lotRefusals,
  })
    .input(z.object({ id: idSchema, accept: z.boolean(), reason: z.string().trim().min(1).max(500) }))
    .output(p.countSchema),
};

const suppliers = {
  suppliers: endpoint('GET', '/inventory/suppliers', { ...read, summary: 'Suppliers' })
    .input(z.object(pageQuery))
    .output(page(p.supplierSchema)),
  addSupplier: endpoint('POST', '/inventory/suppliers', {
    ...receive,
    summary: 'Add a supplier',
    refusals: inventoryRefusals,
  })
    .input(p.supplierInput)
    .output(p.supplierSchema),
  changeSupplier: endpoint('PATCH', '/inventory/suppliers/{id}', {
    ...receive,
    summary: 'Change a supplier',
    refusals: inventoryRefusals,
  })
    .input(p.supplierInput.partial().extend({ id: idSchema }))
    .output(p.supplierSchema),
};

/** Everything with a paper behind it: receipts, adjustments, transfers, counts, suppliers. */
export const paperContract = { ...documents, ...counting, ...suppliers };
