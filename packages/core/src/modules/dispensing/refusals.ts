import { z } from 'zod';
import type { RefusalMap } from '../../kernel/refusal.ts';
import { rightsElsewhere } from '../inventory/refusals.ts';

const skipped = z.array(
  z.object({ lotNumber: z.string(), expiresOn: z.string(), onHand: z.number(), reason: z.string() }),
);

/** Why a fill is not made. */
export const fillRefusals = {
  'wrong-stage': {
    status: 409,
    message: 'The prescription is not waiting to be filled. Finish the step it stands at first.',
    data: z.object({ stage: z.string() }),
  },
  'fill-in-progress': {
    status: 409,
    message: 'A fill of this prescription is already made and waits for verification or pick-up. Open that one.',
    data: z.object({ fillId: z.string(), madeBy: z.string() }),
  },
  'not-priced': {
    status: 409,
    message: 'The price of this fill is not settled. Adjudicate the prescription first.',
  },
  'before-earliest-fill': {
    status: 409,
    message: 'The prescriber set an earliest date for this fill. Put the prescription on hold until then.',
    data: z.object({ earliestFillOn: z.string(), cite: z.string() }),
  },
  'drug-unknown': {
    status: 422,
    message: 'No product with this NDC is in the catalogue. Scan the package, or choose the product from the list.',
    data: z.object({ ndc: z.string() }),
  },
  'scan-mismatch': {
    status: 422,
    message: 'The scanned package is not the chosen product. Take the right bottle, or choose the scanned product.',
    data: z.object({ expected: z.string(), scanned: z.string().nullable(), scannedName: z.string().nullable() }),
  },
  'scan-unreadable': {
    status: 422,
    message: 'This code could not be read as a package code. Scan again, or type the NDC and check the bottle by eye.',
    data: z.object({ reason: z.string() }),
  },
  'scan-expired': {
    status: 422,
    message: 'The scanned package is past its expiry date. Quarantine it and take another lot.',
    data: z.object({ expiresOn: z.string(), lotNumber: z.string().nullable() }),
  },
  'scan-lot-differs': {
    status: 422,
    message: 'The scanned package carries another lot or expiry date than the one entered. Check the bottle.',
    data: z.object({ field: z.enum(['lotNumber', 'expiresOn']), expected: z.string(), scanned: z.string() }),
  },
  'lot-not-allowed': {
    status: 422,
    message: 'This lot may not be used for this fill, for the reason named. Take one of the offered lots.',
    data: z.object({ lotNumber: z.string(), reason: z.string(), skipped }),
  },
  ...rightsElsewhere,
  'insufficient-stock': {
    status: 409,
    message:
      'There is not enough saleable stock of this product. Fill what there is and owe the rest, choose another product, or put the prescription on hold.',
    data: z.object({ needed: z.number(), available: z.number(), skipped }),
  },
  'product-not-equal': {
    status: 422,
    message:
      'The chosen product is not the prescribed drug in the same strength and form, so it cannot be changed at the fill. Ask the prescriber for a new prescription.',
    data: z.object({ prescribed: z.string(), chosen: z.string(), differs: z.array(z.string()) }),
  },
  'dispense-as-written': {
    status: 422,
    message:
      'The prescriber wrote dispense as written: no other product may be used. Order the prescribed one, or ask the prescriber.',
    data: z.object({ prescribed: z.string(), chosen: z.string(), daw: z.number() }),
  },
  'not-therapeutically-equivalent': {
    status: 422,
    message:
      'The Orange Book codes of the two products do not match, so one may not replace the other. Choose a product with a common A code.',
    data: z.object({ prescribedCode: z.string(), chosenCode: z.string() }),
  },
  'quantity-above-remaining': {
    status: 422,
    message: 'This is more than what remains to be dispensed of this fill. Enter at most the quantity named.',
    data: z.object({ remaining: z.number(), asked: z.number() }),
  },
  'partial-reason-required': {
    status: 422,
    message:
      'Less than the prescribed quantity of a schedule II drug needs one of the four reasons of the rule, because each has its own deadline. Choose the reason.',
    data: z.object({ reasons: z.array(z.object({ code: z.string(), label: z.string(), cite: z.string() })) }),
  },
  'partial-reason-differs': {
    status: 422,
    message: 'The first part was dispensed for another reason. The clocks of two reasons cannot be combined.',
    data: z.object({ first: z.string(), asked: z.string(), cite: z.string() }),
  },
  'partial-requester-required': {
    status: 422,
    message: 'Name who asked for the partial fill: the patient or the prescriber (and their agents named in the rule).',
    data: z.object({ reason: z.string(), cite: z.string() }),
  },
  'partial-window-closed': {
    status: 409,
    message:
      'The time in which the rest of this schedule II prescription could be dispensed is over: the rest is void. Tell the prescriber; a new prescription is needed.',
    data: z.object({ reason: z.string(), deadline: z.string(), cite: z.string() }),
  },
} as const satisfies RefusalMap;

/** Why a fill is not verified, rejected or given back. */
export const fillStateRefusals = {
  'fill-not-waiting': {
    status: 409,
    message: 'This fill is not at the step this action belongs to. Open it again and look at where it stands.',
    data: z.object({ status: z.string(), stage: z.string() }),
  },
} as const satisfies RefusalMap;

export const verifyRefusals = {
  ...fillStateRefusals,
  'reason-required': { status: 422, message: 'Say why the fill is sent back, so that the technician can correct it.' },
  'second-factor-required': {
    status: 422,
    message: 'A controlled drug is released with a second factor. Enter the six digits of your authenticator.',
  },
  'second-factor-invalid': {
    status: 422,
    message: 'The code is wrong or was used already. Wait for the next six digits and enter them.',
  },
  'bin-unknown': {
    status: 422,
    message: 'There is no such place in the will-call list. Choose one of the store, or leave it empty.',
    data: z.object({ binLocation: z.string() }),
  },
} as const satisfies RefusalMap;

export const handOverRefusals = {
  ...fillStateRefusals,
  'counseling-required': {
    status: 422,
    message: 'This is a new prescription: counseling must be offered. Record that it was accepted or refused.',
    data: z.object({ fillIds: z.array(z.string()) }),
  },
  'identifiers-required': {
    status: 422,
    message: 'Check two identifiers of the patient with the person who collects, and record which.',
    data: z.object({ checked: z.array(z.string()) }),
  },
  'photo-id-required': {
    status: 422,
    message: 'The rule named asks for photo identification of the person who collects. See it and record its kind.',
    data: z.object({ cite: z.string(), message: z.string() }),
  },
  'identification-expired': {
    status: 422,
    message: 'The identification shown is past its date. Ask for another one.',
    data: z.object({ expiresOn: z.string() }),
  },
  'signature-required': {
    status: 422,
    message: 'The rule named asks for a signature of the person who collects. Let them sign.',
    data: z.object({ cite: z.string(), message: z.string() }),
  },
  'signature-unreadable': {
    status: 422,
    message:
      'The signature is neither a PNG or SVG data URL nor pen strokes, or is too large. Let the person sign again.',
  },
  'nothing-to-sell': { status: 422, message: 'There is nothing in this sale. Scan a bag or an item first.' },
  'price-changed': {
    status: 409,
    message: 'The price was settled anew since you opened this. Look at the amount again.',
    data: z.object({ dueCents: z.number() }),
  },
} as const satisfies RefusalMap;
