import { z } from 'zod';
import { centsSchema, endpoint } from '../../kernel/contract.ts';

/** NPI: Luhn over 80840 + the number. Fact sheet controlled-substances-us.md section 11. */
function isNpi(value: string): boolean {
  if (!/^\d{10}$/.test(value)) return false;
  const digits = `80840${value}`.split('').reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    if (index % 2 === 0) return total + digit;
    return total + (digit * 2 > 9 ? digit * 2 - 9 : digit * 2);
  }, 0);
  return sum % 10 === 0;
}

/** DEA number: T = d1+d3+d5 + 2(d2+d4+d6), last digit T mod 10. Same sheet. */
function isDea(value: string): boolean {
  const match = /^[A-Z][A-Z9](\d{7})$/.exec(value);
  if (!match) return false;
  const d = (match[1] as string).split('').map(Number) as [number, number, number, number, number, number, number];
  return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 === d[6];
}

/** Asked of the formatter: the runtime's own list holds one name a zone, and for India that is not Asia/Kolkata. */
function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

export const profileSchema = z.object({
  name: z.string().trim().min(1).max(80),
  address: z.object({
    line1: z.string().trim().min(1).max(120),
    city: z.string().trim().min(1).max(80),
    state: z.string().trim().min(2).max(40),
    postalCode: z.string().trim().min(3).max(12),
  }),
  phone: z.string().trim().min(7).max(24),
  npi: z.string().refine(isNpi, 'Not a valid NPI: ten digits with a check digit.').nullable(),
  dea: z
    .string()
    .toUpperCase()
    .refine(isDea, 'Not a valid DEA number: two letters, seven digits, check digit.')
    .nullable(),
  licence: z.string().trim().min(1).max(40),
  jurisdiction: z.string().regex(/^(us_[a-z]{2}|ind_[a-z]{2})$/, 'Like us_oh or ind_ka.'),
  timeZone: z.string().refine(isTimeZone, 'An IANA time zone, like America/New_York.'),
  pharmacistInCharge: z.string().trim().min(1).max(80),
  demo: z.boolean(),
  pricing: z.object({
    markupBasisPoints: z.number().int().min(0).max(100_000),
    dispensingFeeCents: centsSchema.min(0),
    minimumPriceCents: centsSchema.min(0),
    taxBasisPoints: z.number().int().min(0).max(10_000),
  }),
  willCallBins: z.array(z.string().trim().min(1).max(8)).min(1).max(2000),
  idleLockMinutes: z.number().int().min(2).max(15),
});

export const storeContract = {
  get: endpoint('GET', '/store', {
    permission: 'public',
    summary: 'Name and state of this store',
    tag: 'store',
  }).output(
    z.object({ isSetUp: z.boolean(), demo: z.boolean(), name: z.string().nullable(), city: z.string().nullable() }),
  ),
  profile: endpoint('GET', '/store/profile', {
    permission: 'store.read',
    summary: 'The whole profile',
    tag: 'store',
  }).output(profileSchema),
  setUp: endpoint('POST', '/store/setup', {
    permission: 'public',
    ownWindowOnly: true,
    summary: 'Set up a fresh store and its first owner; answers the recovery code once',
    tag: 'store',
    refusals: {
      'already-set-up': { status: 409, message: 'This store is already set up. Sign in instead.' },
    },
  })
    .input(
      z.object({
        store: profileSchema
          .omit({ demo: true, pricing: true, willCallBins: true, idleLockMinutes: true })
          .extend({ npi: profileSchema.shape.npi.default(null), dea: profileSchema.shape.dea.default(null) }),
        owner: z.object({
          username: z
            .string()
            .trim()
            .toLowerCase()
            .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'Letters, digits, dot, dash; 2 to 40.'),
          name: z.string().trim().min(1).max(80),
          password: z.string().min(12, 'At least 12 characters.').max(200),
          isPharmacistInCharge: z.boolean().default(false),
        }),
      }),
    )
    .output(z.object({ recoveryCode: z.string().nullable() })),
  change: endpoint('PATCH', '/store/profile', { permission: 'store.manage', summary: 'Change settings', tag: 'store' })
    .input(profileSchema.omit({ demo: true }).partial())
    .output(profileSchema),
};
