import { beforeEach, describe, expect, test } from 'vitest';
import { isDea, isDeaLetterOff, isNpi } from './identifiers.ts';
import { type Counter, complete, ndc, openCounter, prescriber } from './testing/counter.ts';

let counter: Counter;
beforeEach(async () => {
  counter = await openCounter();
});
const refusal = (changes: object) =>
  counter.tech.refusal('prescriptions.create', { ...complete(counter.patientId), ...changes });
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]).toString('base64');
const attachment = { mediaType: 'image/png', base64: png };

describe('intake', () => {
  test('RX-1 a complete prescription goes to review and comes back whole', async () => {
    const entered = await counter.enter({
      diagnosis: { code: 'I10', text: 'hypertension' },
      note: 'call when ready',
      language: 'es',
    });
    expect(entered).toMatchObject({
      stage: 'review',
      missing: [],
      expiresOn: '2027-11-20',
      warnings: [{ code: 'sig-unsafe' }],
    });
    expect(await counter.get(entered.id)).toMatchObject({
      rxNumber: entered.rxNumber,
      patientId: counter.patientId,
      patientName: 'Garcia, Maria',
      prescriber: { ...prescriber, address: null },
      drug: { key: ndc.lisinopril, name: 'lisinopril 20 mg tablet', packageSize: 100 },
      sig: { entered: '1 tab po qd', english: 'Take 1 tablet by mouth once a day.', maxPerDay: 1 },
      quantity: 30,
      daysSupply: 30,
      refillsAuthorized: 3,
      refillsRemaining: 3,
      diagnosis: { code: 'I10', text: 'hypertension' },
      language: 'es',
      stage: 'review',
      history: [{ type: 'prescription.entered', summary: 'Entered (written)', by: 'Test technician' }],
    });
    expect(counter.store.unexpected).toEqual([]);
  });

  test('RX-1 without an image every needed field must be there; no refills written means none', async () => {
    expect(await refusal({ sig: undefined, quantity: undefined })).toMatchObject({
      code: 'fields-missing',
      status: 422,
      data: { fields: ['sig', 'quantityMilli'] },
    });
    expect((await counter.enter({ refillsAuthorized: undefined })).stage).toBe('review');
  });

  test('RX-11 an image alone waits in data entry and is completed later', async () => {
    const entered = await counter.tech.call('prescriptions.create', { origin: 'fax', attachment });
    expect(entered).toMatchObject({ stage: 'data-entry', expiresOn: null });
    expect(entered.missing).toContain('patientId');
    const image = await counter.tech.call('prescriptions.attachment', { id: entered.id });
    expect(image).toEqual(attachment);
    const { origin, ...fields } = complete(counter.patientId);
    const half = await counter.tech.call('prescriptions.correct', { id: entered.id, patientId: fields.patientId });
    expect(half.stage).toBe('data-entry');
    const done = await counter.tech.call('prescriptions.correct', { id: entered.id, ...fields });
    expect(done).toMatchObject({ stage: 'review', missing: [] });
    expect((await counter.get(entered.id)).origin).toBe('fax');
  });

  test('RX-11 an attachment that is not what its type says is refused', async () => {
    for (const bad of [
      { mediaType: 'image/jpeg', base64: png },
      { mediaType: 'image/png', base64: '!!!' },
    ]) {
      expect((await refusal({ attachment: bad })).code).toBe('attachment-unreadable');
    }
  });

  test('RX-12 the same paper typed in twice is pointed out', async () => {
    const first = await counter.enter();
    const second = await counter.enter();
    expect(second.warnings[0]).toMatchObject({ code: 'looks-entered-twice' });
    expect(second.warnings[0]?.message).toContain(first.rxNumber);
    expect((await counter.enter({ writtenOn: '2026-11-19' })).warnings.map((w) => w.code)).not.toContain(
      'looks-entered-twice',
    );
  });

  test('RX-13 a patient or product that nobody knows is refused; a merged id leads to the survivor', async () => {
    expect((await refusal({ patientId: 'pat_x' })).code).toBe('patient-unknown');
    expect((await refusal({ drug: { ndc: '99999999999' } })).code).toBe('drug-unknown');
    expect((await refusal({ drug: { ndc: ndc.lysergide } })).code).toBe('drug-not-dispensable');
    const twin = await counter.tech.call('patients.create', {
      name: { given: 'Maria', family: 'Garcia' },
      birthDate: '1978-04-03',
      confirmNotDuplicate: true,
    });
    await counter.pharmacist.call('patients.merge', { id: counter.patientId, otherId: twin.id, reason: 'same' });
    const entered = await counter.enter({ patientId: twin.id });
    expect((await counter.get(entered.id)).patientId).toBe(counter.patientId);
  });

  test('RX-14 the same key enters one prescription', async () => {
    const input = complete(counter.patientId);
    const first = await counter.tech.call('prescriptions.create', input, { idempotencyKey: 'k' });
    const again = await counter.tech.call('prescriptions.create', input, { idempotencyKey: 'k' });
    expect(again.id).toBe(first.id);
    expect((await counter.tech.call('prescriptions.list', {})).items).toHaveLength(1);
  });
});

describe('prescription numbers', () => {
  test('RX-2 numbers count up in the series of this terminal', async () => {
    const numbers = [await counter.enter(), await counter.enter(), await counter.enter()].map((rx) => rx.rxNumber);
    expect(numbers).toEqual(['1000001', '1000002', '1000003']);
  });
});

describe('what a prescription may not say', () => {
  test.each([
    ['1234567893', true],
    ['1234567890', false],
    ['1245319599', true],
    ['123456789', false],
    ['12345678933', false],
    ['', false],
  ])('RX-3 NPI %j is %j', (npi, valid) => expect(isNpi(npi)).toBe(valid));

  test.each([
    ['AB1234563', true],
    ['BJ6125341', true],
    ['F91234563', true],
    ['AB1234563-A01', true],
    ['AP1234567', false],
    ['FR9876543', false],
    ['MS4567893', false],
    ['CB1234563', false],
    ['AB123456', false],
    ['ab1234563', false],
  ])('RX-3 DEA number %j is %j', (dea, valid) => expect(isDea(dea)).toBe(valid));

  test('RX-3 a number that fails its check is refused, wherever it stands', async () => {
    expect(await refusal({ prescriber: { ...prescriber, npi: '1234567890' } })).toMatchObject({
      code: 'npi-invalid',
      data: { field: 'prescriber.npi' },
    });
    expect(await refusal({ prescriber: { ...prescriber, dea: 'AP1234567' } })).toMatchObject({ code: 'dea-invalid' });
  });

  test('RX-4 a controlled drug needs the DEA number of the prescriber', async () => {
    const prescriberWithout = { ...prescriber, dea: undefined };
    expect(await refusal({ drug: { ndc: ndc.alprazolam }, prescriber: prescriberWithout })).toMatchObject({
      code: 'dea-needed',
      data: { cite: '21 CFR 1306.05(a)' },
    });
    expect((await counter.enter({ prescriber: prescriberWithout })).stage).toBe('review');
  });

  test('RX-5 a written date after today is refused, today is not', async () => {
    expect((await refusal({ writtenOn: '2026-11-22' })).code).toMatch(/written-in-future|policy-denied/);
    expect((await counter.enter({ writtenOn: '2026-11-21' })).stage).toBe('review');
  });

  test.each([
    ['CII', ndc.oxycodone, 1, 0],
    ['CIII', ndc.testosterone, 6, 5],
    ['CIV', ndc.alprazolam, 6, 5],
  ])('RX-6 %s takes no more refills than the law', async (_schedule, key, tooMany, allowed) => {
    const answer = await refusal({ drug: { ndc: key }, refillsAuthorized: tooMany });
    expect(answer).toMatchObject({ code: 'refills-not-allowed', data: { allowed } });
    expect((await counter.enter({ drug: { ndc: key }, refillsAuthorized: allowed })).stage).toBe('review');
  });

  test.each([
    ['C-IV on its last day', ndc.alprazolam, '2026-05-21', '2026-11-21', true],
    ['C-IV a day later', ndc.alprazolam, '2026-05-20', '2026-11-20', false],
    ['C-V by store rule', ndc.pregabalin, '2026-05-21', '2026-11-21', true],
    ['others for a year', ndc.lisinopril, '2025-11-21', '2026-11-21', true],
    ['others after a year', ndc.lisinopril, '2025-11-20', '2026-11-20', false],
    ['C-II has no federal limit', ndc.oxycodone, '2026-08-01', null, true],
  ])('RX-7 expiry: %s', async (_what, key, writtenOn, expiresOn, valid) => {
    const changes = { drug: { ndc: key }, writtenOn, refillsAuthorized: 0 };
    if (valid) expect((await counter.enter(changes)).expiresOn).toBe(expiresOn);
    else expect(await refusal(changes)).toMatchObject({ code: 'prescription-expired', data: { writtenOn, expiresOn } });
  });

  test('RX-8 an earliest fill date before the written date is refused', async () => {
    expect((await refusal({ earliestFillOn: '2026-11-19' })).code).toBe('earliest-fill-invalid');
    expect((await counter.enter({ earliestFillOn: '2026-12-19' })).stage).toBe('review');
  });
});

describe('what to look at', () => {
  test('RX-9 a days supply that does not follow from quantity and directions is shown with the sum', async () => {
    const entered = await counter.enter({ sig: '1 tablet by mouth 2 times a day' });
    expect(entered.warnings).toEqual([
      {
        code: 'days-supply-differs',
        field: 'daysSupply',
        cite: 'DS-1',
        message: 'Entered 30 days, but 30 tablet ÷ 2 tablet a day = 15 days.',
      },
    ]);
  });

  test('RX-9 unsafe and ambiguous words of the sig are shown', async () => {
    const codes = (await counter.enter({ sig: '1 tab po od' })).warnings.map((w) => w.code);
    expect(codes).toContain('sig-ambiguous');
  });

  test('RX-9 a C-II by phone, by fax or long ago asks for a look', async () => {
    const codes = async (changes: object) =>
      (
        await counter.enter({ drug: { ndc: ndc.oxycodone }, refillsAuthorized: 0, sig: '1 tablet daily', ...changes })
      ).warnings.map((w) => w.code);
    expect(await codes({ origin: 'phone' })).toContain('cii-oral');
    expect(await codes({ origin: 'fax' })).toContain('cii-fax');
    expect(await codes({ writtenOn: '2026-09-21' })).toContain('cii-aged');
    expect(await codes({ origin: 'electronic' })).not.toContain('cii-oral');
  });

  test('RX-9 a DEA letter that is no initial of the prescriber is a soft sign', () => {
    expect(isDeaLetterOff('AB1234563', 'Anna Baker MD')).toBe(false);
    expect(isDeaLetterOff('AS1234563', 'Anna Baker')).toBe(true);
    expect(isDeaLetterOff('F91234563', 'Anna Baker')).toBe(false);
  });
});
