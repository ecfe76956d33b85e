import { z } from 'zod';
import {
  centsSchema,
  dateSchema,
  endpoint,
  idSchema,
  page,
  pageQuery,
  quantitySchema,
  queryBool,
  queryInt,
} from '../../kernel/contract.ts';
import { inventoryRefusals, lotRefusals, receiptRefusals } from './refusals.ts';
import * as s from './schema.ts';

const tag = 'Inventory';
const read = { permission: 'inventory.read', tag } as const;
const receive = { permission: 'inventory.receive', tag } as const;
const adjust = { permission: 'inventory.adjust', tag } as const;
const count = { permission: 'inventory.count', tag } as const;

const stock = {
  stock: endpoint('GET', '/inventory/stock', { ...read, summary: 'Stock by drug, with lots, searchable' })
    .input(
      z.object({
        ndc: s.drugRefSchema.optional(),
        q: z.string().trim().max(100).optional(),
        filter: z.enum(['all', 'low', 'expiring', 'discrepancy', 'controlled', 'out']).default('all'),
        ...pageQuery,
      }),
    )
    .output(page(s.stockItemSchema)),
  summary: endpoint('GET', '/inventory/summary', { ...read, summary: 'Figures above the stock screen' }).output(
    z.object({
      valueCents: centsSchema,
      /** Cost of a year's use at the pace of the last 90 days over the value on hand; hundredths. Null without stock. */
      turnsHundredths: z.number().int().nullable(),
      willExpire: z.object({ valueCents: centsSchema, lots: z.number().int(), canGoBack: z.number().int() }),
      toOrder: z.object({ lines: z.number().int(), costCents: centsSchema }),
      discrepancies: z.number().int(),
      quarantinedLots: z.number().int(),
    }),
  ),
  product: endpoint('GET', '/inventory/products/{ndc}', { ...read, summary: 'One drug: stock, use by week, settings' })
    .input(z.object({ ndc: s.drugRefSchema }))
    .output(
      z.object({
        stock: s.stockItemSchema,
        settings: s.settingsSchema,
        abcClass: z.enum(['A', 'B', 'C']).nullable(),
        costCents: centsSchema.nullable(),
        usePerWeek: z.array(z.object({ from: dateSchema, quantity: z.number() })),
        reorder: s.reorderItemSchema.nullable(),
        willSell: z.array(z.object({ batchId: idSchema, basisPoints: z.number().int() })),
      }),
    ),
  productSettings: endpoint('PATCH', '/inventory/products/{ndc}', {
    ...adjust,
    summary: 'Bin, reorder levels, supplier, shelf price',
    refusals: inventoryRefusals,
  })
    .input(z.object({ ndc: s.drugRefSchema }).extend(s.settingsSchema.partial().shape))
    .output(s.settingsSchema),
  expiring: endpoint('GET', '/inventory/expiring', { ...read, summary: 'Lots by how soon they expire' })
    .input(
      z.object({
        days: queryInt.min(0).max(3660).optional(),
        tier: z.enum(['expired', 'pull', 'push', 'watch']).optional(),
        ...pageQuery,
      }),
    )
    .output(
      page(s.expiringItemSchema).extend({
        tiers: z.array(z.object({ tier: z.string(), lots: z.number().int(), valueCents: centsSchema })),
      }),
    ),
  reorder: endpoint('GET', '/inventory/reorder', { ...read, summary: 'What to order today, by the simple method' })
    .input(z.object({ supplierId: idSchema.optional(), ...pageQuery }))
    .output(
      page(s.reorderItemSchema).extend({
        method: z.literal('simple-90-day'),
        serviceLevelBasisPoints: z.number().int(),
        totalCents: centsSchema,
      }),
    ),
  discrepancies: endpoint('GET', '/inventory/discrepancies', { ...read, summary: 'Lots whose book must be checked' })
    .input(z.object(pageQuery))
    .output(page(s.discrepancySchema)),
  allocation: endpoint('GET', '/inventory/allocations', {
    ...read,
    summary: 'Which lots a fill would take, and which it would pass over',
    refusals: inventoryRefusals,
  })
    .input(
      z.object({
        ndc: s.drugRefSchema,
        quantity: z.coerce.number().pipe(quantitySchema),
        daysSupply: queryInt.min(0).max(400).default(0),
        lotNumber: s.lotNumberSchema.optional(),
      }),
    )
    .output(
      z.object({
        allocations: z.array(
          z.object({ batchId: idSchema, lotNumber: z.string(), expiresOn: dateSchema, quantity: z.number() }),
        ),
        skipped: z.array(s.skippedSchema),
        short: z.number(),
      }),
    ),
  scan: endpoint('POST', '/inventory/scans', {
    ...read,
    summary: 'A scanned package: drug, lot, expiry, and what is on hand',
    refusals: inventoryRefusals,
  })
    .input(z.object({ barcode: z.string().trim().min(1).max(200) }))
    .output(
      z.object({
        ndc: z.string(),
        name: z.string(),
        lotNumber: z.string().nullable(),
        expiresOn: dateSchema.nullable(),
        serial: z.string().nullable(),
        packageSize: z.number().nullable(),
        unit: z.string(),
        batch: s.batchSchema.nullable(),
        stock: s.stockItemSchema,
      }),
    ),
};

const lots = {
  lot: endpoint('GET', '/inventory/lots/{id}', { ...read, summary: 'One lot' })
    .input(z.object({ id: idSchema }))
    .output(s.lotSchema),
  movements: endpoint('GET', '/inventory/lots/{id}/movements', {
    ...read,
    summary: 'Every movement behind the number, newest first',
  })
    .input(z.object({ id: idSchema, ...pageQuery }))
    .output(page(s.movementSchema)),
  setStatus: endpoint('POST', '/inventory/lots/{id}/status', {
    ...adjust,
    summary: 'Quarantine, release or recall a lot',
    refusals: lotRefusals,
  })
    .input(
      z.object({
        id: idSchema,
        status: s.statusSchema,
        reason: z.string().trim().min(1).max(200),
        version: queryInt.min(0).optional(),
      }),
    )
    .output(s.lotSchema),
  recall: endpoint('POST', '/inventory/recalls', {
    ...adjust,
    summary: 'Recall lots of a drug: stop them, and name the fills they went into',
    refusals: inventoryRefusals,
  })
    .input(
      z.object({
        ndc: s.drugRefSchema,
        /** Left out: every lot of the drug. */
        lotNumbers: z.array(s.lotNumberSchema).max(500).optional(),
        recallNumber: z.string().trim().min(1).max(40),
        recallClass: z.enum(['I', 'II', 'III']).nullable().default(null),
        reason: z.string().trim().min(1).max(200),
      }),
    )
    .output(
      z.object({
        lots: z.array(s.batchSchema),
        fills: z.array(z.object({ fillId: z.string(), batchId: idSchema, quantity: z.number() })),
        notHeld: z.array(z.string()),
      }),
    ),
};

const documents = {
  receive: endpoint('POST', '/inventory/receipts', {
    ...receive,
    summary: 'Receive goods into stock',
    refusals: receiptRefusals,
  })
    .input(
      z.object({
        lines: z.array(s.receiptLineInput).min(1).max(1000),
        supplierId: idSchema.nullable().optional(),
        invoice: s.invoiceInput.nullable().optional(),
        /** Receive a line although the same invoice line was received before. */
        acceptDuplicates: z.boolean().default(false),
      }),
    )
    .output(s.receiptSchema.extend({ warnings: z.array(s.warningSchema) })),
  receipts: endpoint('GET', '/inventory/receipts', { ...read, summary: 'Receipts, newest first' })
    .input(z.object({ q: z.string().trim().max(100).optional(), supplierId: idSchema.optional(), ...pageQuery }))
    .output(page(s.receiptSchema)),
  receipt: endpoint('GET', '/inventory/receipts/{id}', { ...read, summary: 'One receipt' })
    .input(z.object({ id: idSchema }))
    .output(s.receiptSchema),
  adjust: endpoint('POST', '/inventory/adjustments', {
    ...adjust,
    summary: 'Change the stock of a lot, with a reason',
    refusals: lotRefusals,
  })
    .input(s.adjustmentInput)
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
        lines: z.array(s.transferLineInput).min(1).max(500),
        /** The other store's document number when stock comes in. */
        document: z.string().trim().max(40).nullable().default(null),
        orderForm: z.string().trim().max(40).nullable().default(null),
        note: z.string().trim().max(500).nullable().default(null),
      }),
    )
    .output(s.transferSchema),
  transfers: endpoint('GET', '/inventory/transfers', { ...read, summary: 'Stock transfers, newest first' })
    .input(z.object(pageQuery))
    .output(page(s.transferSchema)),
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
        lines: z.array(s.countedLineInput).max(2000).optional(),
      }),
    )
    .output(s.countSchema),
  counts: endpoint('GET', '/inventory/counts', { ...read, summary: 'Counts, newest first' })
    .input(z.object({ openOnly: queryBool.default(false), ...pageQuery }))
    .output(page(s.countSchema.omit({ lines: true }).extend({ lineCount: z.number().int() }))),
  countSheet: endpoint('GET', '/inventory/counts/{id}', { ...read, summary: 'One count' })
    .input(z.object({ id: idSchema }))
    .output(s.countSchema),
  submitCount: endpoint('POST', '/inventory/counts/{id}/submission', {
    ...count,
    summary: 'Hand in what was counted; the book is shown and stock follows',
    refusals: lotRefusals,
  })
    .input(z.object({ id: idSchema, lines: z.array(s.countedLineInput).min(1).max(2000) }))
    .output(s.countSchema),
  decideCount: endpoint('POST', '/inventory/counts/{id}/decision', {
    permission: 'inventory.adjust-controlled',
    tag,
    summary: 'Accept or dismiss the controlled differences of a count',
    refusals: lotRefusals,
  })
    .input(z.object({ id: idSchema, accept: z.boolean(), reason: z.string().trim().min(1).max(500) }))
    .output(s.countSchema),
};

const suppliers = {
  suppliers: endpoint('GET', '/inventory/suppliers', { ...read, summary: 'Suppliers' })
    .input(z.object(pageQuery))
    .output(page(s.supplierSchema)),
  addSupplier: endpoint('POST', '/inventory/suppliers', {
    ...receive,
    summary: 'Add a supplier',
    refusals: inventoryRefusals,
  })
    .input(s.supplierInput)
    .output(s.supplierSchema),
  changeSupplier: endpoint('PATCH', '/inventory/suppliers/{id}', {
    ...receive,
    summary: 'Change a supplier',
    refusals: inventoryRefusals,
  })
    .input(s.supplierInput.partial().extend({ id: idSchema }))
    .output(s.supplierSchema),
};

export const inventoryContract = { ...stock, ...lots, ...documents, ...counting, ...suppliers };
