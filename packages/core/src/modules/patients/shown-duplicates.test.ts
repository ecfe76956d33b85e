import { expect, test } from 'vitest';
import { createTestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { authModule } from '../auth/module.ts';
import { storeModule } from '../store/module.ts';
import { patientsModule } from './module.ts';

test('PAT-39 whom a refused or confirmed registration shows stands in the audit log', async () => {
  const store = createTestStore({
    modules: (ports) => [storeModule(ports), authModule(ports), auditModule(ports), patientsModule],
  });
  const person = { name: { given: 'Jo', family: 'Reyes' }, birthDate: '1980-02-29' };
  const { id } = await store.as('technician').call('patients.create', person);
  const seen = async () =>
    (await store.as('owner').call('audit.events', { patientId: id })).items.map(
      (item: { action: string; outcome: string }) => `${item.action} ${item.outcome}`,
    );
  expect((await store.as('technician').refusal('patients.create', person)).code).toBe('likely-duplicate');
  expect(await seen()).toContain('patients.check-duplicates read');
  const before = (await seen()).filter((line: string) => line === 'patients.create change').length;
  await store.as('technician').call('patients.create', { ...person, confirmNotDuplicate: true });
  expect((await seen()).filter((line: string) => line === 'patients.create change')).toHaveLength(before + 1);
});
