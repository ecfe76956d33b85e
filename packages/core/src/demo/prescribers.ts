import { deaOf, npiOf } from './check-digits.ts';
import type { DemoPlace } from './places.ts';

export interface DemoPrescriber {
  readonly name: string;
  readonly npi: string | null;
  readonly dea: string | null;
  readonly state: string;
  readonly phone: string;
  readonly address: string;
}

const us = [
  ['Agnes', 'Thornbury'],
  ['Bartholomew', 'Quince'],
  ['Celestine', 'Moorcock'],
  ['Dashiell', 'Underhay'],
  ['Eulalia', 'Pemberwick'],
  ['Fitzgerald', 'Oyelowa'],
  ['Guadalupe', 'Arrozal'],
  ['Hiroshi', 'Tanemura-Vale'],
  ['Isidora', 'Blackwater'],
  ['Jericho', 'Summerisle'],
] as const;
const india = [
  ['Ananya', 'Kolluru'],
  ['Basavaraj', 'Honnali'],
  ['Chandrika', 'Udayagiri'],
  ['Devaraj', 'Malnad'],
  ['Gayathri', 'Hebbal'],
  ['Harsha', 'Kudremukh'],
] as const;

/** Prescribers with numbers that pass their check digits and belong to nobody. */
export function makePrescribers(place: DemoPlace): DemoPrescriber[] {
  if (place.country === 'IN') {
    return india.map(([given, family], i) => ({
      name: `Dr. ${given} ${family}`,
      npi: null,
      dea: null,
      state: place.state,
      phone: `+91 80 5550 02${String(i).padStart(2, '0')}`,
      address: `${10 + i} ${place.streets[i % place.streets.length]}, ${place.towns[0]?.city ?? ''}`,
    }));
  }
  return us.map(([given, family], i) => ({
    name: `${given} ${family}, MD`,
    npi: npiOf(`1555000${String(i + 10)}`),
    dea: deaOf('B', family, `55501${i}`),
    state: place.state,
    phone: `${place.areaCodes[0]}-555-02${String(i).padStart(2, '0')}`,
    address: `${100 + i * 10} ${place.streets[i % place.streets.length]}, ${place.towns[0]?.city ?? ''} ${place.state}`,
  }));
}
