import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventMeta } from '../../kernel/aggregate.ts';
import { canonicalJson } from '../../kernel/canonical.ts';
import { blankFields, patientAggregate } from './aggregate.ts';
import type { PatientEvent } from './events.ts';
import type { PatientState } from './model.ts';
import { foldText, nameTerms } from './names.ts';
import { patientRows } from './projection.ts';
import { criteriaOf } from './search.ts';

const meta = (n: number): EventMeta => ({
  origin: 'o',
  seq: n,
  hlc: n,
  at: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}.000Z`,
  action: 'test',
  actor: { userId: 'u', userName: 'U', role: 'technician', sessionId: null, terminalId: 't1', address: 'local' },
});

const entryId = fc.constantFrom('e1', 'e2', 'e3');
const event: fc.Arbitrary<PatientEvent> = fc.oneof(
  fc.record({ birthDate: fc.constantFrom('1980-01-01', '1990-02-02') }).map(
    (f): PatientEvent => ({
      type: 'patient.registered',
      payload: {
        fields: { ...blankFields, ...f },
        allergies: [],
        conditions: [],
        coverages: [],
        caregivers: [],
        measurements: [],
        notSameAs: [],
      },
    }),
  ),
  fc.record({ language: fc.constantFrom('en', 'es', 'fr'), was: fc.constantFrom('en', 'es') }).map(
    ({ language, was }): PatientEvent => ({
      type: 'patient.changed',
      payload: { changes: { language }, was: { language: was } },
    }),
  ),
  entryId.map(
    (id): PatientEvent => ({
      type: 'patient.allergy-added',
      payload: {
        id,
        fields: { substance: id, rxcui: null, reaction: null, severity: 'unknown', onsetOn: null, kind: 'allergy' },
      },
    }),
  ),
  entryId.map((id): PatientEvent => ({ type: 'patient.allergy-ended', payload: { entryId: id, reason: 'r' } })),
  fc.constantFrom('a', 'b').map((into): PatientEvent => ({ type: 'patient.merged', payload: { into, reason: 'r' } })),
  fc.constantFrom('a', 'b').map((from): PatientEvent => ({ type: 'patient.unmerged', payload: { from, reason: 'r' } })),
  fc.constant({ type: 'patient.something-newer', payload: {} } as unknown as PatientEvent),
);

function fold(events: readonly PatientEvent[]): PatientState {
  return events.reduce((state, e, n) => patientAggregate.apply(state, e, meta(n)), patientAggregate.initial('p'));
}

test('PAT-6 the fold takes any events in any order, never throws, and no entry ever disappears', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const state = fold(events);
      const added = new Set(events.filter((e) => e.type === 'patient.allergy-added').map((e) => e.payload.id));
      expect(new Set(state.allergies.map((a) => a.id))).toEqual(added);
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      patientRows('p', state);
    }),
  );
});

test('PAT-7 a change made without knowing the other one is kept and shown as a conflict', () => {
  const change = (language: string, was: string): PatientEvent => ({
    type: 'patient.changed',
    payload: { changes: { language }, was: { language: was } },
  });
  const state = fold([change('es', 'en'), change('fr', 'en')]);
  expect(state.language).toBe('fr');
  expect(state.conflicts).toMatchObject([{ field: 'language', kept: { value: 'fr' }, other: { value: 'es' } }]);
  expect(fold([change('es', 'en'), change('fr', 'es')]).conflicts).toEqual([]);
  expect(fold([change('es', 'en'), change('es', 'en')]).conflicts).toEqual([]);
});

test('PAT-7 a value is the same in whatever order its parts were written: a state that was stored comes back sorted', () => {
  const phone = (number: string) => ({ number, kind: 'mobile', smsConsent: true, voiceConsent: false, digits: number });
  const change = (number: string, was: string): PatientEvent => ({
    type: 'patient.changed',
    payload: { changes: { phones: [phone(number)] }, was: { phones: [phone(was)] } } as never,
  });
  const stored = JSON.parse(canonicalJson(fold([change('1', '0')]))) as PatientState;
  expect(stored.conflicts).toHaveLength(1);
  expect(patientAggregate.apply(stored, change('2', '1'), meta(2)).conflicts).toEqual(stored.conflicts);
});

test('PAT-22 folding is stable, and every name is found by each of its own words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (name) => {
      const folded = foldText(name);
      expect(foldText(folded)).toBe(folded);
      const terms = nameTerms(name);
      for (const word of folded.split(' ').filter(Boolean)) expect(terms).toContain(word);
      criteriaOf(name);
    }),
  );
});
