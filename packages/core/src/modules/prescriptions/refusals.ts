import { z } from 'zod';
import type { RefusalMap, RefusalOf } from '../../kernel/refusal.ts';

/** Refusals of the prescriptions module: what is wrong and what to do next. */
const named = z.object({ field: z.string(), cite: z.string().nullable() });

/** What a prescription may not say when it is entered or corrected. */
export const entryRefusals = {
  'patient-unknown': {
    status: 422,
    message: 'There is no patient with this id. Search for the patient again, or add the patient first.',
    data: z.object({ patientId: z.string() }),
  },
  'fields-missing': {
    status: 422,
    message:
      'Without an image of the prescription these fields must be filled. Fill them, or attach the image and complete it later.',
    data: z.object({ fields: z.array(z.string()) }),
  },
  'attachment-unreadable': {
    status: 422,
    message: 'The attached image is not what its type says. Scan it again as PNG, JPEG, WebP, TIFF or PDF.',
  },
  'npi-invalid': {
    status: 422,
    message:
      'This NPI fails its check digit: a digit is wrong or two are swapped. Read it again from the prescription.',
    data: named,
  },
  'dea-invalid': {
    status: 422,
    message: 'This DEA number fails its check digit. Read it again from the prescription, or ask the prescriber.',
    data: named,
  },
  'dea-needed': {
    status: 422,
    message: 'A controlled drug needs the DEA number of the prescriber. Enter it, or ask the prescriber.',
    data: named,
  },
  'written-in-future': {
    status: 422,
    message: 'The written date is later than today. Correct it, or wait until that day.',
    data: z.object({ writtenOn: z.string(), today: z.string(), cite: z.string().nullable() }),
  },
  'prescription-expired': {
    status: 422,
    message: 'This prescription is too old to be filled. Ask the prescriber for a new one.',
    data: z.object({ writtenOn: z.string(), expiresOn: z.string(), cite: z.string().nullable() }),
  },
  'refills-not-allowed': {
    status: 422,
    message: 'A prescription for this schedule may not have that many refills. Lower the refills to the number named.',
    data: z.object({ schedule: z.string(), allowed: z.number(), cite: z.string() }),
  },
  'earliest-fill-invalid': {
    status: 422,
    message: 'The earliest fill date is before the written date. Correct one of them.',
  },
} as const satisfies RefusalMap;

export const drugRefusals = {
  'drug-unknown': {
    status: 422,
    message: 'No product has this NDC or product number. Search for the drug by name and choose one.',
    data: z.object({ ndc: z.string() }),
  },
  'drug-not-dispensable': {
    status: 422,
    message: 'A schedule I substance cannot be dispensed. Check the product.',
    data: z.object({ ndc: z.string() }),
  },
} as const satisfies RefusalMap;

export const stageRefusals = {
  'wrong-stage': {
    status: 409,
    message:
      'This cannot be done at the present stage. Look where the prescription is now; what can be done is listed.',
    data: z.object({ stage: z.string(), allowedAt: z.array(z.string()) }),
  },
  'conflict-unknown': {
    status: 422,
    message: 'This conflict is not open any more. Load the prescription again.',
    data: z.object({ conflictId: z.string() }),
  },
  'nothing-owed': { status: 409, message: 'Nothing is owed on this prescription. Load it again.' },
} as const satisfies RefusalMap;

export const changeRefusals = {
  'fill-open': {
    status: 409,
    message: 'A fill of this prescription is made up. Return it to stock or reject it first, then do this again.',
    data: z.object({ fillId: z.string() }),
  },
  'reason-needed': {
    status: 422,
    message: 'A change after review needs a reason. Say why, e.g. what the prescriber answered.',
  },
  'field-not-changeable': {
    status: 422,
    message:
      'This field of a schedule II prescription may not be changed, even after a call. Ask the prescriber for a new one.',
    data: z.object({ field: z.string(), cite: z.string() }),
  },
  'nothing-changed': { status: 422, message: 'Nothing in this request differs from the prescription as it stands.' },
  'product-differs': {
    status: 422,
    message: 'This product has another ingredient, strength or form than the one prescribed. Correct the drug instead.',
    data: z.object({ prescribed: z.string(), chosen: z.string() }),
  },
} as const satisfies RefusalMap;

export const refillRefusals = {
  'no-refills-left': {
    status: 409,
    message: 'No refills are left. Ask the prescriber for a renewal.',
    data: z.object({ refillsAuthorized: z.number() }),
  },
  'refills-prohibited': {
    status: 409,
    message: 'A schedule II prescription is never refilled. A new prescription is needed.',
    data: z.object({ cite: z.string() }),
  },
  'refill-expired': {
    status: 409,
    message: 'This prescription has expired. Ask the prescriber for a new one.',
    data: z.object({ expiresOn: z.string(), cite: z.string().nullable() }),
  },
  'refill-too-soon': {
    status: 409,
    message: 'It is too soon for this refill. Wait until the date named, or give the reason why it is needed earlier.',
    data: z.object({ dueOn: z.string(), lastFillOn: z.string(), daysEarly: z.number(), calculation: z.string() }),
  },
  'early-needs-pharmacist': {
    status: 409,
    message: 'Only a pharmacist may let a controlled drug be refilled early. Ask the pharmacist.',
    data: z.object({ dueOn: z.string(), cite: z.string() }),
  },
} as const satisfies RefusalMap;

export const transferRefusals = {
  'transfer-not-allowed': {
    status: 409,
    message: 'The rules named do not allow this transfer. The patient needs a new prescription at the other pharmacy.',
    data: z.object({ rule: z.string(), cite: z.string() }),
  },
  'transfer-data-missing': {
    status: 422,
    message: 'These data of the transfer are missing or cannot be true. Ask the other pharmacist, then correct them.',
    data: z.object({ fields: z.array(z.string()), cite: z.string() }),
  },
} as const satisfies RefusalMap;

export type EntryRefusal = RefusalOf<typeof entryRefusals>;
export type DrugRefusal = RefusalOf<typeof drugRefusals>;
export type StageRefusal = RefusalOf<typeof stageRefusals>;
export type ChangeRefusal = RefusalOf<typeof changeRefusals>;
export type RefillRefusal = RefusalOf<typeof refillRefusals>;
export type TransferRefusal = RefusalOf<typeof transferRefusals>;
