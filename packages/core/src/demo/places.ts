import { defaultBins, defaultPricing, type StoreProfile } from '../modules/store/model.ts';
import { deaOf, npiOf } from './check-digits.ts';

export const demoJurisdictions = ['us_oh', 'us_fl', 'us_ca', 'ind_ka'] as const;
export type DemoJurisdiction = (typeof demoJurisdictions)[number];

/** Where a demo store stands, with what people around it are called and where they live. */
export interface DemoPlace {
  readonly jurisdiction: DemoJurisdiction;
  readonly country: 'US' | 'IN';
  readonly profile: StoreProfile;
  readonly towns: readonly { readonly city: string; readonly postalCode: string }[];
  readonly state: string;
  readonly streets: readonly string[];
  readonly areaCodes: readonly string[];
  /** Noon there, in minutes of the day UTC, standard time. */
  readonly noonUtcMinutes: number;
  readonly staff: {
    readonly tech: string;
    readonly pharmacist: string;
    readonly manager: string;
    readonly owner: string;
  };
  readonly wholesalers: readonly string[];
  readonly otherPharmacy: { readonly name: string; readonly address: string; readonly pharmacist: string };
}

const usStreets = [
  'Lantern St',
  'Millrace Ave',
  'Old Orchard Rd',
  'Copper Kettle Ln',
  'Juniper Ct',
  'Weathervane Dr',
  'Harvest Moon Blvd',
  'Cooper Hollow Rd',
  'Bluestone Way',
  'Foundry Pl',
  'Nightingale Ave',
  'Sycamore Bend',
] as const;

const fictionNpi = '155500000';

function profile(
  place: Pick<
    StoreProfile,
    'name' | 'address' | 'phone' | 'jurisdiction' | 'timeZone' | 'licence' | 'pharmacistInCharge'
  > & { country: 'US' | 'IN' },
): StoreProfile {
  const { country, ...rest } = place;
  return {
    ...rest,
    npi: country === 'US' ? npiOf(fictionNpi) : null,
    dea: country === 'US' ? deaOf('F', 'Demo', '555000') : null,
    demo: true,
    pricing: defaultPricing,
    willCallBins: defaultBins,
    idleLockMinutes: 15,
  };
}

const usStaff = { tech: 'Toby Lark', pharmacist: 'Ingrid Solvang', manager: 'Miles Okonjo', owner: 'Opal Whitlock' };
const usWholesalers = ['Buckthorn Wholesale (demo)', 'Harbor Drug Supply (demo)', 'Specialty Cold Chain (demo)'];

export const demoPlaces: Readonly<Record<DemoJurisdiction, DemoPlace>> = {
  us_oh: {
    jurisdiction: 'us_oh',
    country: 'US',
    profile: profile({
      name: 'Demo Pharmacy Columbus',
      address: { line1: '555 Lantern St', city: 'Columbus', state: 'OH', postalCode: '43215' },
      phone: '614-555-0100',
      jurisdiction: 'us_oh',
      timeZone: 'America/New_York',
      licence: 'DEMO-OH-0001',
      pharmacistInCharge: usStaff.pharmacist,
      country: 'US',
    }),
    towns: [
      { city: 'Columbus', postalCode: '43215' },
      { city: 'Columbus', postalCode: '43206' },
      { city: 'Westerville', postalCode: '43081' },
      { city: 'Dublin', postalCode: '43017' },
      { city: 'Grove City', postalCode: '43123' },
    ],
    state: 'OH',
    streets: usStreets,
    areaCodes: ['614', '380', '740'],
    noonUtcMinutes: 17 * 60,
    staff: usStaff,
    wholesalers: usWholesalers,
    otherPharmacy: {
      name: 'Short North Demo Drugs',
      address: '55 Bluestone Way, Columbus OH 43201',
      pharmacist: 'Della Prewitt',
    },
  },
  us_fl: {
    jurisdiction: 'us_fl',
    country: 'US',
    profile: profile({
      name: 'Demo Pharmacy Tampa',
      address: { line1: '555 Nightingale Ave', city: 'Tampa', state: 'FL', postalCode: '33602' },
      phone: '813-555-0100',
      jurisdiction: 'us_fl',
      timeZone: 'America/New_York',
      licence: 'DEMO-FL-0001',
      pharmacistInCharge: usStaff.pharmacist,
      country: 'US',
    }),
    towns: [
      { city: 'Tampa', postalCode: '33602' },
      { city: 'Tampa', postalCode: '33609' },
      { city: 'Brandon', postalCode: '33511' },
      { city: 'Clearwater', postalCode: '33755' },
    ],
    state: 'FL',
    streets: usStreets,
    areaCodes: ['813', '727', '656'],
    noonUtcMinutes: 17 * 60,
    staff: usStaff,
    wholesalers: usWholesalers,
    otherPharmacy: {
      name: 'Bayshore Demo Drugs',
      address: '55 Foundry Pl, Tampa FL 33606',
      pharmacist: 'Della Prewitt',
    },
  },
  us_ca: {
    jurisdiction: 'us_ca',
    country: 'US',
    profile: profile({
      name: 'Demo Pharmacy Sacramento',
      address: { line1: '555 Foundry Pl', city: 'Sacramento', state: 'CA', postalCode: '95814' },
      phone: '916-555-0100',
      jurisdiction: 'us_ca',
      timeZone: 'America/Los_Angeles',
      licence: 'DEMO-CA-0001',
      pharmacistInCharge: usStaff.pharmacist,
      country: 'US',
    }),
    towns: [
      { city: 'Sacramento', postalCode: '95814' },
      { city: 'Sacramento', postalCode: '95819' },
      { city: 'Davis', postalCode: '95616' },
      { city: 'Roseville', postalCode: '95678' },
    ],
    state: 'CA',
    streets: usStreets,
    areaCodes: ['916', '279', '530'],
    noonUtcMinutes: 20 * 60,
    staff: usStaff,
    wholesalers: usWholesalers,
    otherPharmacy: {
      name: 'Midtown Demo Drugs',
      address: '55 Juniper Ct, Sacramento CA 95816',
      pharmacist: 'Della Prewitt',
    },
  },
  ind_ka: {
    jurisdiction: 'ind_ka',
    country: 'IN',
    profile: profile({
      name: 'Demo Pharmacy Bengaluru',
      address: { line1: '55 Temple Tank Road', city: 'Bengaluru', state: 'KA', postalCode: '560004' },
      phone: '+91 80 5550 0100',
      jurisdiction: 'ind_ka',
      timeZone: 'Asia/Kolkata',
      licence: 'DEMO-KA-20-21-0001',
      pharmacistInCharge: 'Ila Vanamane',
      country: 'IN',
    }),
    towns: [
      { city: 'Bengaluru', postalCode: '560004' },
      { city: 'Bengaluru', postalCode: '560011' },
      { city: 'Bengaluru', postalCode: '560041' },
      { city: 'Mysuru', postalCode: '570001' },
    ],
    state: 'KA',
    streets: [
      'Temple Tank Road',
      '4th Cross, Lotus Layout',
      'Banyan Main Road',
      '2nd Main, Jasmine Nagar',
      'Old Mill Street',
      'Lake View Road',
    ],
    areaCodes: ['80'],
    noonUtcMinutes: 6 * 60 + 30,
    staff: { tech: 'Tarun Hosamane', pharmacist: 'Ila Vanamane', manager: 'Meera Kadalur', owner: 'Omkar Belagodu' },
    wholesalers: ['Deccan Medical Agencies (demo)', 'Kaveri Pharma Distributors (demo)'],
    otherPharmacy: {
      name: 'Jasmine Nagar Demo Medicals',
      address: '5 Banyan Main Road, Bengaluru 560011',
      pharmacist: 'Devika Holalu',
    },
  },
};
