import { z } from 'zod';
import type { RefusalMap } from '../../kernel/refusal.ts';
import { scanRefusals } from '../drugs/refusals.ts';

const lineData = z.object({ line: z.number().int().nullable(), ndc: z.string() });

export const inventoryRefusals = {
  'unknown-drug': {
    status: 422,
    message: 'No drug with this code is in the catalog. Check the code, or import the catalog that holds it.',
    data: z.object({ ndc: z.string() }),
  },
  'reorder-levels': {
    status: 422,
    message: 'The reorder maximum is below the minimum. Raise the maximum or lower the minimum.',
  },
  'unknown-supplier': {
    status: 422,
    message: 'There is no such supplier. Add the supplier first, or leave the field empty.',
    data: z.object({ supplierId: z.string() }),
  },
  'supplier-exists': {
    status: 409,
    message: 'A supplier of this name is on the list already. Use that one, or choose another name.',
    data: z.object({ supplierId: z.string() }),
  },
} as const satisfies RefusalMap;

/** A controlled lot of which other terminals hold the rest: taken only where the rights are. */
export const rightsElsewhere = {
  'rights-elsewhere': {
    status: 409,
    message:
      'Other terminals hold the rest of this controlled lot, so that it cannot be dispensed twice. They are asked to pass it on while they are connected: try again in a moment, or fill it there.',
    data: z.object({ batchId: z.string(), needed: z.number(), here: z.number(), elsewhere: z.number() }),
  },
} as const satisfies RefusalMap;

export const rightsRefusals = {
  'rights-not-stranded': {
    status: 409,
    message:
      'The terminal that holds this part of the lot may still write. Revoke it first, or let it pass its part on.',
    data: z.object({ origin: z.string() }),
  },
  'not-the-leader': {
    status: 409,
    message: 'This is decided on the terminal that leads, so that no part comes back twice. Do it there.',
  },
  'terminals-missing': {
    status: 409,
    message:
      'Another terminal is not connected, and may have taken this part back already. Connect it, or revoke it, then count again.',
    data: z.object({ terminalIds: z.array(z.string()) }),
  },
  'witness-required': {
    status: 422,
    message: 'A second person has to count with you and sign in as the witness. Ask a colleague.',
  },
  'witness-not-proven': {
    status: 422,
    message: 'Name or password of the witness do not match. The witness types them again.',
  },
  'too-many-attempts': {
    status: 429,
    message: 'Too many wrong passwords for this person. Wait until the time shown, then try again.',
    data: z.object({ retryAt: z.string() }),
  },
} as const satisfies RefusalMap;

export const lotRefusals = {
  ...inventoryRefusals,
  ...rightsElsewhere,
  'unknown-lot': {
    status: 422,
    message: 'No such lot is in stock. Check lot number and expiry on the package, or receive it first.',
    data: z.object({ line: z.number().int().nullable(), ndc: z.string().nullable(), lotNumber: z.string().nullable() }),
  },
  'ambiguous-lot': {
    status: 422,
    message: 'Several lots of this number are in stock with different expiry dates. Say which one.',
    data: z.object({ lotNumber: z.string(), expiresOn: z.array(z.string()) }),
  },
  'wrong-direction': {
    status: 422,
    message: 'This reason cannot move stock in that direction. Choose another reason or the other sign.',
    data: z.object({ reason: z.string(), sign: z.enum(['plus', 'minus']) }),
  },
  'note-required': {
    status: 422,
    message: 'This reason needs a note. Say in a few words what happened.',
    data: z.object({ reason: z.string() }),
  },
  'more-than-on-hand': {
    status: 422,
    message: 'The lot holds less than that. Correct the quantity, or count the lot first.',
    data: z.object({ line: z.number().int().nullable(), batchId: z.string(), onHand: z.number() }),
  },
  'already-in-this-status': {
    status: 409,
    message: 'The lot has this status already. Nothing was changed.',
    data: z.object({ status: z.string() }),
  },
  'expired-lot': {
    status: 422,
    message: 'This lot has expired and cannot be made available. Remove it from stock with the reason "expired".',
    data: z.object({ expiresOn: z.string() }),
  },
  'recalled-lot': {
    status: 403,
    message: 'A recall can only be lifted by a pharmacist. Ask one to release the lot.',
    data: z.object({ batchId: z.string() }),
  },
  'lot-not-available': {
    status: 422,
    message: 'This lot is expired, quarantined or recalled and may not be sent to a store. Return it to the supplier.',
    data: z.object({ line: z.number().int().nullable(), batchId: z.string(), status: z.string() }),
  },
  'order-form-required': {
    status: 422,
    message: 'Schedule II stock moves to another registrant only on a Form 222 or CSOS order. Enter its number.',
    data: lineData,
  },
  'promised-to-patients': {
    status: 409,
    message: 'Prescriptions that wait to be filled need this stock. Send less, or fill them first.',
    data: z.object({ ndc: z.string(), free: z.number() }),
  },
  'count-closed': {
    status: 409,
    message: 'This count was handed in already. Start a new one to count again.',
    data: z.object({ status: z.string() }),
  },
  'nothing-to-count': {
    status: 422,
    message: 'No lot matches this choice. Choose other drugs or another bin.',
  },
  'counted-twice': {
    status: 422,
    message: 'A lot stands in the list twice. Add the quantities up and enter it once.',
    data: z.object({ batchId: z.string() }),
  },
  'not-on-sheet': {
    status: 422,
    message: 'A lot that was entered is not on this count sheet. Count it on a sheet of its own.',
    data: z.object({ batchId: z.string() }),
  },
  'lines-missing': {
    status: 422,
    message: 'Some lots of the sheet have no count. Enter zero for a lot that is not there.',
    data: z.object({ batchIds: z.array(z.string()) }),
  },
} as const satisfies RefusalMap;

export const receiptRefusals = {
  ...inventoryRefusals,
  ...scanRefusals,
  'lot-and-expiry-required': {
    status: 422,
    message: 'Lot number and expiry date are missing. Scan the square code, or type both from the package.',
    data: lineData,
  },
  'scan-mismatch': {
    status: 422,
    message: 'What was typed differs from the scanned package. Keep the scan, or correct the field.',
    data: z.object({ line: z.number().int(), field: z.string(), scanned: z.string(), typed: z.string() }),
  },
  'expired-on-arrival': {
    status: 422,
    message: 'This package has expired. Do not take it in: send it back to the supplier.',
    data: lineData.extend({ expiresOn: z.string() }),
  },
  'impossible-expiry': {
    status: 422,
    message: 'This expiry date is more than ten years away. Check the year on the package.',
    data: lineData.extend({ expiresOn: z.string() }),
  },
  'package-size-unknown': {
    status: 422,
    message: 'The catalog has no package size for this drug. Enter the units in one package.',
    data: lineData,
  },
  'quantity-mismatch': {
    status: 422,
    message: 'Packages times package size is not the quantity. Correct one of them.',
    data: lineData.extend({ quantity: z.number(), fromPackages: z.number() }),
  },
  'package-size-mismatch': {
    status: 422,
    message: 'The catalog says another package size for this NDC. Check the NDC, or give the quantity in units.',
    data: lineData.extend({ packageSize: z.number(), catalogSize: z.number() }),
  },
  'duplicate-invoice-line': {
    status: 409,
    message: 'This line of the same invoice was received before. If it is a second delivery, accept duplicates.',
    data: z.object({ line: z.number().int(), ndc: z.string(), receiptId: z.string(), receivedAt: z.string() }),
  },
} as const satisfies RefusalMap;
