import { beforeAll, describe, expect, test } from 'vitest';
import { createTestStore, SeededRandom, type TestStore } from '../../testing/index.ts';
import { authModule } from '../auth/module.ts';
import { storeModule } from '../store/module.ts';
import { patientAggregate } from './aggregate.ts';
import type { PatientState } from './model.ts';
import { patientsModule } from './module.ts';
import { phoneDigits } from './phones.ts';
import { patientRows } from './projection.ts';

let store: TestStore;
const people: readonly { given: string; family: string; birthDate: string; phone?: string }[] = [
  { given: 'María Luisa', family: 'de la Cruz', birthDate: '1978-04-03', phone: '(614) 555-0199' },
  { given: 'John', family: "O'Brien", birthDate: '1962-12-25', phone: '6145550111' },
  { given: 'Johanna', family: 'Li', birthDate: '1990-01-31' },
  { given: 'Bruce', family: 'Lindström', birthDate: '1955-06-07' },
  { given: '', family: 'Suresh', birthDate: '1988-08-15', phone: '+91 98450 12345' },
  { given: 'Ann', family: 'Smith-Jones', birthDate: '2001-02-28', phone: '2125550199' },
  { given: 'محمد', family: 'الأحمد', birthDate: '1970-01-01' },
  { given: 'प्रिया', family: 'शर्मा', birthDate: '1995-05-05' },
];

beforeAll(async () => {
  store = createTestStore({ modules: (ports) => [storeModule(ports), authModule(ports), patientsModule] });
  for (const { given, family, birthDate, phone } of people) {
    const phones = phone ? [{ number: phone }] : [];
    await store.as('technician').call('patients.create', { name: { given, family }, birthDate, phones });
  }
});

const find = async (q: string): Promise<string[]> => {
  const { items } = await store.as('technician').call('patients.list', { q });
  return items.map((item: { name: { given: string; family: string } }) => item.name.family);
};

describe('search as you type', () => {
  test.each([
    ['cruz', ['de la Cruz']],
    ['delacruz', ['de la Cruz']],
    ['cruz maria', ['de la Cruz']],
    ['MAR CRU', ['de la Cruz']],
    ["o'b", ["O'Brien"]],
    ['obrien', ["O'Brien"]],
    ['brien, john', ["O'Brien"]],
    ['joh', ["O'Brien", 'Li']],
    ['lindstrom', ['Lindström']],
    ['sur', ['Suresh']],
    ['jones ann', ['Smith-Jones']],
    ['smithj', ['Smith-Jones']],
    ['احمد', []],
    ['الاحمد محمد', ['الأحمد']],
    ['शर्मा', ['शर्मा']],
    ['12/25/1962', ["O'Brien"]],
    ['john 1962-12-25', ["O'Brien"]],
    ['john 1962-12-26', []],
    ['1962', ["O'Brien"]],
    ['0199', ['de la Cruz', 'Smith-Jones']],
    ['0199 ann', ['Smith-Jones']],
    ['614555', ["O'Brien", 'de la Cruz']],
    ['(614) 555-0111', ["O'Brien"]],
    ['1 614 555 0111', ["O'Brien"]],
    ['98450', ['Suresh']],
    ['zzz', []],
    ['%', []],
  ])('PAT-20 %j finds %j', async (q, families) => {
    expect((await find(q)).toSorted()).toEqual(families.toSorted());
  });

  test('PAT-25 a whole word stands before its beginnings', async () => {
    expect(await find('li')).toEqual(['Li', 'Lindström']);
  });

  test('PAT-26 an empty search walks through all, sorted, page by page', async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await store.as('technician').call('patients.list', { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((i: { id: string }) => i.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(people.length);
    expect(seen).toHaveLength(people.length);
  });
});

const count = 100_000;
const givenNames = 'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Wei Priya'.split(
  ' ',
);
const familyNames = 'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Lee Patel Nguyen Kim'.split(' ');

describe('a hundred thousand patients', () => {
  test('PAT-27 95 of 100 searches answer within 20 ms', { timeout: 240_000 }, async () => {
    const large = createTestStore({ modules: (ports) => [storeModule(ports), authModule(ports), patientsModule] });
    fill(large);
    const samples =
      'smith|jo|j|ma ga|james smith|patel pri|li|0199|614555|1978|04/03/1978|smith 04/03/1978|zz|nguyen w|s4711|a b|d j';
    const durations: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (const q of samples.split('|')) {
        // Processor time: what else this machine does meanwhile is not the search.
        const before = process.cpuUsage();
        await large.as('technician').call('patients.list', { q, limit: 20 });
        const used = process.cpuUsage(before);
        durations.push((used.user + used.system) / 1000);
      }
    }
    durations.sort((a, b) => a - b);
    expect(durations[Math.floor(durations.length * 0.95)]).toBeLessThan(20);
    large.close();
  });
});

/** Straight into the tables, with the rows that the fold would give. */
function fill(target: TestStore): void {
  const random = new SeededRandom('names');
  const pick = <T>(list: readonly T[]): T => {
    const [high = 0, low = 0] = random.bytes(2);
    return list[(high * 256 + low) % list.length] as T;
  };
  target.db.transaction(() => {
    for (let n = 0; n < count; n += 1) {
      for (const [table, rows] of Object.entries(patientRows(`pat_${n}`, person(n, pick)))) {
        for (const row of rows) {
          const columns = Object.keys(row);
          const sql = `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`;
          target.db.write(sql).run(...Object.values(row));
        }
      }
    }
  });
}

function person(n: number, pick: <T>(list: readonly T[]) => T): PatientState {
  const number = `${200 + (n % 700)}555${String((n * 7919) % 10_000).padStart(4, '0')}`;
  return {
    ...patientAggregate.initial(`pat_${n}`),
    registeredAt: '2026-01-01T00:00:00.000Z',
    // One family in three is rare, as in a real store.
    name: { given: pick(givenNames), family: n % 3 === 0 ? `S${n % 9000}ova` : pick(familyNames), preferred: null },
    birthDate: `${1930 + (n % 90)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    phones: [{ number, digits: phoneDigits(number), kind: 'home', smsConsent: false, voiceConsent: false }],
  };
}
