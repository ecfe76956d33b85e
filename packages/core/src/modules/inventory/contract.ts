import { z } from 'zod';
import {
  centsSchema,
  dateSchema,
  endpoint,
  idSchema,
  page,
  pageQuery,
  quantitySchema,
  queryInt,
} from '../../kernel/contract.ts';
import { scanRefusals } from '../drugs/refusals.ts';
import { paperContract } from './paper-contract.ts';
import { inventoryRefusals, lotRefusals } from './refusals.ts';
import { rightsContract } from './rights-contract.ts';
import * as s from './schema.ts';
import { viewersContract } from './viewers-contract.ts';

const tag = 'Inventory';
const read = { permission: 'inventory.read', tag } as const;
const adjust = { permission: 'inventory.adjust', tag } as const;

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
  product: endpoint('GET', '/inventory/products/{ndc}', {
    ...read,
    summary: 'One drug: stock, use by week, settings',
    refusals: inventoryRefusals,
  })
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
    refusals: { ...inventoryRefusals, ...scanRefusals },
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

export const inventoryContract = { ...stock, ...lots, ...rightsContract, ...paperContract, ...viewersContract };
