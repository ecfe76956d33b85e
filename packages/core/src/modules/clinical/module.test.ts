import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../testing/index.ts';

let store: TestStore;
let patientId: string;
beforeEach(async () => {
  store = createTestStore();
  patientId = await patient({});
});
afterEach(() => {
  expect(store.unexpected).toEqual([]);
  store.close();
});

const tech = () => store.as('technician');
const pharmacist = () => store.as('pharmacist');

let people = 0;
async function patient(more: Record<string, unknown>): Promise<string> {
  people += 1;
  const name = { given: `Ana${String.fromCharCode(65 + people)}`, family: `Ruiz${'abcdefghij'[people % 10]}` };
  const made = await tech().call('patients.create', {
    name,
    birthDate: '1970-05-05',
    sex: 'male',
    ...more,
    confirmNotDuplicate: true,
  });
  return made.id;
}

async function ndcOf(text: string): Promise<string> {
  const { items } = await tech().call('drugs.search', { q: text });
  if (!items[0]) throw new Error(`the starter catalogue has no ${text}`);
  return items[0].ndc ?? items[0].product;
}

async function prescription(drug: string, more: Record<string, unknown> = {}, who = patientId): Promise<string> {
  const made = await tech().call('prescriptions.create', {
    patientId: who,
    prescriber: { name: 'Dr. Maria Lindqvist', npi: '1234567893', dea: 'AB1234563', state: 'OH' },
    drug: { ndc: await ndcOf(drug) },
    sig: 'Take 1 tablet by mouth once a day',
    quantity: 30,
    daysSupply: 30,
    refillsAuthorized: 0,
    daw: 0,
    writtenOn: '2026-11-20',
    origin: 'electronic',
    ...more,
  });
  return made.id;
}

describe('review', () => {
  test('CLIN-85 a clean prescription moves to adjudication when a pharmacist reviews it, not when a technician does', async () => {
    const id = await prescription('lisinopril 10 mg');
    const first = await tech().call('clinical.review', { id });
    expect(first).toMatchObject({ stage: 'review', moved: false, blocking: [], decision: { allow: true } });
    const second = await pharmacist().call('clinical.review', { id });
    expect(second).toMatchObject({ stage: 'adjudication', moved: true });
  });

  test('CLIN-86 a blocking alert holds it in review; the last override moves it on', async () => {
    await prescription('nitroglycerin 0.4 mg', {
      sig: 'Dissolve 1 tablet under the tongue as needed for chest pain',
      quantity: 25,
      daysSupply: 25,
    });
    const id = await prescription('sildenafil 50 mg', {
      sig: 'Take 1 tablet by mouth once a day as needed',
      quantity: 6,
      daysSupply: 6,
    });
    const review = await pharmacist().call('clinical.review', { id });
    expect(review).toMatchObject({ stage: 'review', moved: false });
    expect(review.alerts[0]).toMatchObject({
      kind: 'drug-interaction',
      severity: 'contraindicated',
      ruleId: 'DUR-PDE5-NITRATE',
      overridable: true,
      status: 'open',
    });
    expect(review.blocking).toEqual([review.alerts[0].id]);
    expect(await tech().refusal('claims.adjudicate', { id, payer: 'cash' })).toMatchObject({ status: 409 });
    const after = await pharmacist().call('clinical.override', {
      id,
      alertId: review.alerts[0].id,
      reasonCode: 'prescriber-approved',
      note: 'Dr. Lindqvist stopped the nitrate today',
    });
    expect(after).toMatchObject({ stage: 'adjudication', moved: true, blocking: [] });
    expect(after.alerts[0]).toMatchObject({
      status: 'overridden',
      blocking: false,
      accepted: { reasonCode: 'prescriber-approved', by: 'Test pharmacist' },
    });
  });

  test('CLIN-86 a technician may not override', async () => {
    const refusal = await tech().refusal('clinical.override', {
      id: 'x',
      alertId: 'y',
      reasonCode: 'prescriber-approved',
      note: 'a long enough note',
    });
    expect(refusal).toMatchObject({ code: 'forbidden', status: 403 });
  });

  test('CLIN-86 when only a technician reviewed, the pharmacist who decides the last alert has reviewed it', async () => {
    await prescription('warfarin 5 mg');
    const id = await prescription('ibuprofen 800 mg');
    const review = await tech().call('clinical.review', { id });
    expect(review.blocking).toHaveLength(1);
    const after = await pharmacist().call('clinical.override', {
      id,
      alertId: review.blocking[0],
      reasonCode: 'will-monitor',
      note: '',
    });
    expect(after.stage).toBe('adjudication');
  });

  test('CLIN-87 an allergy of the record is found; what is not in the right stage or complete is refused', async () => {
    const allergic = await patient({ allergies: [{ substance: 'Penicillin', reaction: 'anaphylaxis' }] });
    const id = await prescription(
      'amoxicillin 500 mg capsule',
      { sig: 'Take 1 capsule by mouth 3 times a day', quantity: 30, daysSupply: 10 },
      allergic,
    );
    const review = await pharmacist().call('clinical.review', { id });
    expect(review.alerts[0]).toMatchObject({ kind: 'allergy', severity: 'contraindicated', reasonForService: 'DA' });
    const moved = await prescription('lisinopril 10 mg');
    await pharmacist().call('clinical.review', { id: moved });
    expect(await pharmacist().refusal('clinical.review', { id: moved })).toMatchObject({
      code: 'not-in-review',
      data: { stage: 'adjudication' },
    });
    expect(await pharmacist().refusal('clinical.review', { id: 'rx_none' })).toMatchObject({ code: 'not-found' });
  });

  test('CLIN-87 the same review twice changes nothing: same ids, same alerts', async () => {
    await prescription('warfarin 5 mg');
    const id = await prescription('ibuprofen 800 mg');
    const first = await pharmacist().call('clinical.review', { id });
    const second = await pharmacist().call('clinical.review', { id });
    expect(second.alerts).toEqual(first.alerts);
  });

  test('CLIN-88 what was accepted stays quiet on the next prescription of the same dose and says who accepted it', async () => {
    await prescription('warfarin 5 mg');
    const id = await prescription('sertraline 50 mg');
    const review = await pharmacist().call('clinical.review', { id });
    await pharmacist().call('clinical.override', {
      id,
      alertId: review.blocking[0],
      reasonCode: 'will-monitor',
      note: 'INR in a week',
    });
    await pharmacist().call('prescriptions.cancel', { id, reason: 'sent twice' });
    const again = await prescription('sertraline 50 mg');
    const next = await pharmacist().call('clinical.review', { id: again });
    expect(next.alerts.find((alert: { ruleId: string }) => alert.ruleId === 'DUR-WARFARIN-SSRI')).toMatchObject({
      status: 'quiet',
      blocking: false,
      accepted: { reasonCode: 'will-monitor', by: 'Test pharmacist' },
    });
    expect(next.stage).toBe('adjudication');
    const more = await prescription('sertraline 100 mg');
    expect((await pharmacist().call('clinical.review', { id: more })).blocking).toHaveLength(1);
  });

  test('CLIN-88 projections are rebuilt to the same rows', async () => {
    await prescription('warfarin 5 mg');
    const id = await prescription('ibuprofen 800 mg');
    const { blocking } = await pharmacist().call('clinical.review', { id });
    await pharmacist().call('clinical.override', { id, alertId: blocking[0], reasonCode: 'will-monitor', note: '' });
    const before = store.dump();
    expect(before.clinical_acceptance).toHaveLength(1);
    store.rebuild();
    expect(store.dump()).toEqual(before);
  });
});

describe('override', () => {
  async function blocked() {
    await prescription('nitroglycerin 0.4 mg', {
      sig: 'Dissolve 1 tablet under the tongue as needed for chest pain',
      quantity: 25,
      daysSupply: 25,
    });
    const id = await prescription('sildenafil 50 mg', { quantity: 6, daysSupply: 6 });
    const review = await pharmacist().call('clinical.review', { id });
    return { id, alertId: review.blocking[0] as string };
  }

  test('CLIN-90 a contraindicated alert takes only documented reasons, with a note', async () => {
    const { id, alertId } = await blocked();
    const weak = await pharmacist().refusal('clinical.override', {
      id,
      alertId,
      reasonCode: 'will-monitor',
      note: 'we will watch it closely',
    });
    expect(weak).toMatchObject({ code: 'reason-not-valid', status: 422 });
    expect((weak.data as { allowed: string[] }).allowed).toContain('prescriber-approved');
    expect(
      await pharmacist().refusal('clinical.override', { id, alertId, reasonCode: 'prescriber-approved', note: 'ok' }),
    ).toMatchObject({ code: 'note-required' });
  });

  test('CLIN-91 an alert that is not open is refused, twice as well', async () => {
    const { id, alertId } = await blocked();
    expect(
      await pharmacist().refusal('clinical.override', {
        id,
        alertId: 'al_none',
        reasonCode: 'prescriber-approved',
        note: 'a long enough note',
      }),
    ).toMatchObject({ code: 'alert-not-open' });
    await pharmacist().call('clinical.override', { id, alertId, reasonCode: 'M0', note: 'Spoke with the office' });
    expect(
      await pharmacist().refusal('clinical.override', { id, alertId, reasonCode: 'M0', note: 'Spoke with the office' }),
    ).toMatchObject({ code: 'not-in-review' });
  });

  test('CLIN-92 a teratogen in pregnancy cannot be overridden', async () => {
    const mother = await patient({ sex: 'female', birthDate: '1998-01-01', pregnant: true });
    const id = await prescription('isotretinoin 40 mg', { sig: 'Take 1 capsule by mouth once a day' }, mother);
    const review = await pharmacist().call('clinical.review', { id });
    const alert = review.alerts.find((one: { ruleId: string }) => one.ruleId === 'DUR-PREG-RETINOID');
    expect(alert).toMatchObject({ overridable: false, blocking: true });
    expect(
      await pharmacist().refusal('clinical.override', {
        id,
        alertId: alert.id,
        reasonCode: 'prescriber-approved',
        note: 'a long enough note',
      }),
    ).toMatchObject({ code: 'alert-not-overridable' });
  });

  test('CLIN-93 the reasons carry NCPDP codes', async () => {
    const { items } = await tech().call('clinical.overrideReasons', {});
    expect(items.length).toBeGreaterThan(10);
    for (const item of items)
      expect(`${item.professionalService}/${item.resultOfService}`).toMatch(/^[A-Z0-9]{2}\/[0-9][A-Z]$/);
    expect(items.find((item: { code: string }) => item.code === 'prescriber-approved')).toMatchObject({
      professionalService: 'M0',
      resultOfService: '1G',
    });
  });
});

describe('checks of a list', () => {
  test('CLIN-95 by NDC, RxCUI and name, in both orders', async () => {
    const sildenafil = { ndc: await ndcOf('sildenafil 50 mg') };
    for (const drugs of [
      [sildenafil, { rxcui: '4917' }],
      [{ rxcui: '4917' }, sildenafil],
      [{ name: 'Viagra' }, { name: 'isosorbide mononitrate' }],
    ]) {
      const { alerts, notScreened } = await tech().call('clinical.interactionCheck', { drugs });
      expect(alerts[0]).toMatchObject({ severity: 'contraindicated', ruleId: 'DUR-PDE5-NITRATE' });
      expect(notScreened).toEqual([]);
    }
  });

  test('CLIN-95 allergies as words or records, and what could not be screened is said', async () => {
    const { alerts, notScreened, ruleSet } = await tech().call('clinical.interactionCheck', {
      drugs: [{ ndc: await ndcOf('amoxicillin 500 mg') }, { rxcui: '99999999' }, { name: 'snake oil' }],
      allergies: ['penicillin', { substance: 'aspirin', severity: 'severe' }],
    });
    expect(alerts.map((alert: { kind: string }) => alert.kind)).toContain('allergy');
    expect(notScreened.map((one: { name: string }) => one.name)).toEqual(['RxCUI 99999999', 'snake oil']);
    expect(ruleSet.notice).toContain('not a complete drug-knowledge base');
  });

  test('CLIN-96 the rules can be read, searched and carry their source', async () => {
    const { items, ruleSet } = await tech().call('clinical.rules', { q: 'nitrate' });
    expect(items.map((item: { id: string }) => item.id)).toContain('DUR-PDE5-NITRATE');
    expect(ruleSet.rules).toBeGreaterThan(250);
    const all = await tech().call('clinical.rules', {});
    expect(new Set(all.items.map((item: { id: string }) => item.id)).size).toBe(all.items.length);
    for (const item of all.items) expect(item.source.length, item.id).toBeGreaterThan(10);
  });

  test('CLIN-97 the profile of a patient shows alerts among what is taken', async () => {
    await prescription('warfarin 5 mg');
    await prescription('ibuprofen 800 mg');
    const profile = await tech().call('patients.profile', { id: patientId });
    expect(profile.alerts[0]).toMatchObject({ ruleId: 'DUR-WARFARIN-NSAID', severity: 'major' });
    expect(profile.missingParts).not.toContain('alerts');
  });
});
