import type { DemoDesk } from './demo-desk.ts';
import type { DemoTime } from './demo-time.ts';
import { type DemoPerson, makePeople } from './people.ts';
import type { DemoPlace } from './places.ts';
import type { Story } from './play.ts';
import type { Prng } from './prng.ts';
import { type Regimen, regimensOf } from './regimens.ts';

export interface DemoPatient {
  readonly id: string;
  readonly person: DemoPerson;
  readonly isChild: boolean;
  /** What this patient takes for good. */
  readonly regimens: readonly Regimen[];
}

export const patientCount = 64;

const allergies = [
  { substance: 'penicillin', reaction: 'hives', severity: 'moderate' },
  { substance: 'sulfa drugs', reaction: 'rash', severity: 'moderate' },
  { substance: 'codeine', reaction: 'nausea', severity: 'mild', kind: 'intolerance' },
  { substance: 'aspirin', reaction: 'wheezing', severity: 'severe' },
  { substance: 'lisinopril', reaction: 'angioedema', severity: 'severe' },
] as const;

/** The people of the demo, registered at the counter one after the other. Fills `patients`. */
export async function* registerPatients(
  from: { desk: DemoDesk; place: DemoPlace; time: DemoTime; rng: Prng },
  patients: DemoPatient[],
): Story {
  const { desk, place, time, rng } = from;
  const { chronic } = regimensOf(place);
  const people = makePeople(rng, place, time.today, patientCount);
  for (const [index, person] of people.entries()) {
    yield time.day(90, index * 4);
    const isChild = person.birthDate > `${Number(time.today.slice(0, 4)) - 16}`;
    const regimens = isChild ? [] : uniqueConditions(rng.some(chronic, rng.between(1, 3)));
    const answer = await desk.as<{ id: string }>(
      'tech',
      'patients.create',
      input(from, person, index, isChild, regimens),
    );
    patients.push({ id: answer.id, person, isChild, regimens });
  }
}

/** One drug a condition: nobody takes two statins by accident of chance. */
function uniqueConditions(regimens: readonly Regimen[]): Regimen[] {
  const seen = new Set<string>();
  return regimens.filter((regimen) => {
    const code = regimen.condition?.[0] ?? regimen.drug;
    if (seen.has(code)) return false;
    seen.add(code);
    return true;
  });
}

function input(
  { place, rng, time }: { place: DemoPlace; rng: Prng; time: DemoTime },
  person: DemoPerson,
  index: number,
  isChild: boolean,
  regimens: readonly Regimen[],
) {
  const allergy = allergyOf(index);
  return {
    name: { given: person.given, family: person.family },
    birthDate: person.birthDate,
    sex: person.sex,
    phones: [{ number: person.phone, kind: 'mobile', smsConsent: index % 3 !== 0 }],
    address: person.address,
    language: place.country === 'US' && index % 9 === 4 ? 'es' : 'en',
    ...(allergy ? { allergies: [allergy] } : { noKnownAllergies: true }),
    conditions: regimens.flatMap((one) => (one.condition ? [{ code: one.condition[0], text: one.condition[1] }] : [])),
    ...(place.country === 'US' && index % 4 !== 3 ? { coverages: [coverage(rng, index)] } : {}),
    ...(isChild || index % 13 === 6
      ? {
          caregivers: [
            {
              name: `${rng.pick(['Alma', 'Bram', 'Cleo', 'Dov'])} ${person.family}`,
              relationship: isChild ? 'parent' : 'daughter',
              mayPickUp: true,
            },
          ],
        }
      : {}),
    ...(isChild ? { weightKg: weightOf(person, time.today) } : {}),
  };
}

/** The first patients are the ones the stories are about; after them one in six has an allergy. */
function allergyOf(index: number) {
  if (index === 0) return allergies[0];
  if (index < 8) return undefined;
  return index % 6 === 2 ? allergies[index % allergies.length] : undefined;
}

function coverage(rng: Prng, index: number) {
  return {
    payerName: ['Demo Health Plan', 'Example Mutual (demo)', 'Sample Medicare Part D (demo)'][index % 3] as string,
    bin: '555555',
    pcn: 'DEMO',
    groupId: `DEMO${index % 5}`,
    memberId: `D${rng.digits(8)}`,
  };
}

/** About what the middle child of that age weighs. */
function weightOf(person: DemoPerson, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(person.birthDate.slice(0, 4));
  return 8 + years * 2.6;
}
