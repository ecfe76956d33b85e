import { z } from 'zod';
import type { RefusalMap } from '../../kernel/refusal.ts';

/** What a scanned or typed code can be refused for. */
export const scanRefusals = {
  'barcode-empty': { status: 422, message: 'Nothing was scanned. Scan the package again, or type its NDC.' },
  'barcode-unreadable': {
    status: 422,
    message: 'This is not an NDC, UPC, GTIN or GS1 code. Scan the package again, or type the NDC from the label.',
    data: z.object({ reason: z.string() }),
  },
  'barcode-check-digit': {
    status: 422,
    message: 'The check digit does not fit: a digit was misread or mistyped. Scan again.',
    data: z.object({ code: z.string(), expected: z.string(), found: z.string() }),
  },
  'barcode-not-a-drug': {
    status: 422,
    message: 'This barcode carries no NDC. Search the product by name instead.',
    data: z.object({ code: z.string(), reason: z.string() }),
  },
  'barcode-date': {
    status: 422,
    message: 'The code holds a date that does not exist. Type lot and expiry from the package.',
    data: z.object({ ai: z.string(), value: z.string() }),
  },
  'barcode-field': {
    status: 422,
    message: 'A field of this GS1 code is damaged. Scan again, or type NDC, lot and expiry from the package.',
    data: z.object({ ai: z.string(), reason: z.string() }),
  },
  'ndc-ambiguous': {
    status: 422,
    message: 'Ten digits without hyphens fit more than one NDC. Choose one of those named, or type it with hyphens.',
    data: z.object({ candidates: z.array(z.string()) }),
  },
} as const satisfies RefusalMap;

export const importRefusals = {
  'import-running': {
    status: 409,
    message: 'A catalogue import is already running on this terminal. Wait for it, or cancel it first.',
    data: z.object({ jobId: z.string() }),
  },
} as const satisfies RefusalMap;

export const importEndedRefusals = {
  'import-ended': {
    status: 409,
    message: 'This import has already ended, so there is nothing to cancel.',
    data: z.object({ phase: z.string() }),
  },
} as const satisfies RefusalMap;

export const scheduleRefusals = {
  'schedule-looser': {
    status: 422,
    message: 'A source states a stricter schedule for this drug. A store may state a stricter one, never a looser one.',
    data: z.object({ source: z.string(), schedule: z.string() }),
  },
} as const satisfies RefusalMap;
