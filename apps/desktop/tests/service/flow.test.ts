import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGuardrails, generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, killAll, ServiceProcess } from './service-process.ts';

/** The whole way of a prescription over REST, on the real service with the demo store: docs/specs/flow.md. */
const dataDir = mkdtempSync(join(tmpdir(), 'apotheca-flow-'));
let service: ServiceProcess;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  service = await ServiceProcess.start(dataDir, ['--demo']);
  for (const username of ['tech', 'pharmacist', 'manager', 'owner']) {
    const answer = await service.call('POST', '/auth/sessions', { username, password: 'apotheca-demo' });
    expect(answer.status).toBe(200);
    tokens[username] = answer.body.token;
  }
}, 60_000);

afterAll(async () => {
  await service?.stop();
  killAll();
  rmSync(dataDir, { recursive: true, force: true });
});

type Who = 'tech' | 'pharmacist' | 'manager' | 'owner';
function as(who: Who, method: string, path: string, body?: unknown): Promise<Answer> {
  return service.call(method, path, body, { token: tokens[who] });
}

async function ok(who: Who, method: string, path: string, body?: unknown) {
  const answer = await as(who, method, path, body);
  expect(answer, `${method} ${path}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 });
  return answer.body;
}

function totp(): string {
  const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
  return generateSync({ secret: 'JBSWY3DPEHPK3PXP', epoch: Math.floor(Date.now() / 1000), guardrails });
}

const today = () => new Date().toLocaleDateString('en-CA', { timeZone: 'America/New_York' });
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function drugNamed(q: string): Promise<{ ndc: string; schedule: string | null }> {
  const { items } = await ok('tech', 'GET', `/drugs?q=${encodeURIComponent(q)}`);
  const found = items.find((item: { ndc?: string }) => item.ndc);
  expect(found, `a drug found for ${q}`).toBeDefined();
  return found;
}

let counter = 0;
async function newPatient(allergies: { substance: string; reaction?: string; severity?: string }[] = []) {
  counter += 1;
  return ok('tech', 'POST', '/patients', {
    name: { given: 'Flora', family: `Testing${counter}` },
    birthDate: `1961-04-${String(counter + 10)}`,
    sex: 'female',
    phones: [{ number: `614-555-01${String(counter).padStart(2, '0')}`, kind: 'mobile', smsConsent: true }],
    address: { line1: '1 Test St', city: 'Columbus', state: 'OH', postalCode: '43215' },
    allergies,
    conditions: [],
  });
}

async function newPrescription(patientId: string, ndc: string, more: Record<string, unknown> = {}) {
  return ok('tech', 'POST', '/prescriptions', {
    patientId,
    prescriber: { name: 'D. Whitfield MD', npi: '1234567893', dea: 'AB1234563', state: 'OH', phone: '614-555-0177' },
    drug: { ndc },
    sig: '1 tab po daily',
    quantity: 30,
    daysSupply: 30,
    refillsAuthorized: 2,
    daw: 0,
    writtenOn: today(),
    origin: 'electronic',
    ...more,
  });
}

describe('a prescription from intake to pick-up over REST', () => {
  test('FLW-1 intake, review, adjudication, fill, verification, hand-over; stock falls from the earliest lot; the audit log tells it', async () => {
    const drug = await drugNamed('lisinopril 20');
    const lots = [
      { lotNumber: 'FLOW-LATE', expiresOn: later(700) },
      { lotNumber: 'FLOW-SOON', expiresOn: later(200) },
    ];
    const receipt = await ok('tech', 'POST', '/inventory/receipts', {
      lines: lots.map((lot) => ({ ...lot, ndc: drug.ndc, quantity: 100, unitCostCents: 5 })),
      invoice: 'INV-FLOW-1',
    });
    expect(receipt.receiptId).toBeTruthy();
    const stock = async () => (await ok('tech', 'GET', `/inventory/stock?ndc=${drug.ndc}`)).items[0];
    const before = await stock();
    const patient = await newPatient();
    const rx = await newPrescription(patient.id, drug.ndc);
    expect(rx).toMatchObject({ stage: 'review' });
    expect(rx.rxNumber).toBeTruthy();

    const byTech = await ok('tech', 'POST', `/prescriptions/${rx.id}/review`, {});
    expect(Array.isArray(byTech.alerts)).toBe(true);
    expect(byTech.decision).toMatchObject({ allow: true, denials: [] });
    expect((await ok('tech', 'GET', `/prescriptions/${rx.id}`)).stage).toBe('review');
    await ok('pharmacist', 'POST', `/prescriptions/${rx.id}/review`, {});
    expect((await ok('tech', 'GET', `/prescriptions/${rx.id}`)).stage).toBe('adjudication');

    const price = await ok('tech', 'POST', `/prescriptions/${rx.id}/adjudication`, { payer: 'cash' });
    expect(price).toMatchObject({ status: 'paid', rejects: [] });
    expect(price.patientPayCents).toBeGreaterThan(0);

    const fill = await ok('tech', 'POST', `/prescriptions/${rx.id}/fills`, { ndc: drug.ndc, quantity: 30 });
    expect(fill.fillNumber).toBe(0);
    const taken = fill.allocations as { batchId: string; expiresOn: string; quantity: number }[];
    expect(taken.reduce((sum, one) => sum + one.quantity, 0)).toBe(30);
    const saleable = (before.batches as { batchId: string; expiresOn: string; status: string; onHand: number }[])
      .filter((batch) => batch.status === 'available' && batch.onHand > 0 && batch.expiresOn >= later(30))
      .sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1));
    expect(taken[0]?.batchId).toBe(saleable[0]?.batchId);
    expect(fill.label).toBeTruthy();

    const verified = await ok('pharmacist', 'POST', `/fills/${fill.fillId}/verification`, { approved: true });
    expect(verified.stage).toBe('ready');
    const sold = await ok('tech', 'POST', `/fills/${fill.fillId}/hand-over`, {
      relationship: 'self',
      payment: { method: 'cash', amountCents: price.patientPayCents },
      counseling: 'accepted',
    });
    expect(sold).toMatchObject({ stage: 'sold' });
    expect(sold.receiptNumber).toBeTruthy();

    const after = await stock();
    expect(after.onHand).toBe(before.onHand - 30);
    const events = await ok('owner', 'GET', `/audit/events?patientId=${patient.id}&limit=200`);
    const actions = new Set(events.items.map((event: { action: string }) => event.action.split('.')[0]));
    for (const module of ['patients', 'prescriptions', 'dispensing']) expect([...actions]).toContain(module);
    expect(
      events.items.every(
        (event: { actor: { name: string }; terminalId: string; address: string; at: string }) =>
          event.actor.name && event.terminalId && event.address && event.at,
      ),
    ).toBe(true);
    const { ledger } = await ok('owner', 'GET', '/system/status');
    const verification = await ok('owner', 'GET', '/audit/verification');
    expect(verification).toMatchObject({ ok: true, firstBad: null });
    expect(verification.digest).toBe(ledger.digest);
  });

  test('FLW-2 an allergy stops the review until a pharmacist overrides it with a reason', async () => {
    const drug = await drugNamed('amoxicillin 500');
    const patient = await newPatient([{ substance: 'penicillin', reaction: 'anaphylaxis', severity: 'severe' }]);
    const rx = await newPrescription(patient.id, drug.ndc, {
      sig: '1 cap po tid',
      quantity: 21,
      daysSupply: 7,
      refillsAuthorized: 0,
    });
    const review = await ok('pharmacist', 'POST', `/prescriptions/${rx.id}/review`, {});
    const alert = review.alerts.find((one: { kind: string }) => one.kind.includes('allergy'));
    expect(alert).toMatchObject({ overridable: true });
    expect(alert.evidence).toBeTruthy();
    expect((await ok('tech', 'GET', `/prescriptions/${rx.id}`)).stage).toBe('review');
    const { items: reasons } = await ok('pharmacist', 'GET', '/clinical/override-reasons');
    const override = {
      alertId: alert.id,
      reasonCode: reasons[0].code,
      note: 'Tolerated amoxicillin in 2024, confirmed with the prescriber.',
    };
    expect(await as('tech', 'POST', `/prescriptions/${rx.id}/overrides`, override)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    await ok('pharmacist', 'POST', `/prescriptions/${rx.id}/overrides`, override);
    expect((await ok('tech', 'GET', `/prescriptions/${rx.id}`)).stage).toBe('adjudication');
  });

  test('FLW-3 a controlled verification needs the second factor', async () => {
    const drug = await drugNamed('oxycodone 5');
    expect(drug.schedule).toBe('CII');
    await ok('pharmacist', 'POST', '/inventory/receipts', {
      lines: [{ ndc: drug.ndc, lotNumber: 'FLOW-C2', expiresOn: later(400), quantity: 100, unitCostCents: 20 }],
      invoice: { number: 'INV-FLOW-2', orderForm: '222-000001' },
    });
    const patient = await newPatient();
    const rx = await newPrescription(patient.id, drug.ndc, {
      sig: '1 tab po q6h prn pain',
      quantity: 12,
      daysSupply: 3,
      refillsAuthorized: 0,
    });
    const review = await ok('pharmacist', 'POST', `/prescriptions/${rx.id}/review`, {});
    const { items: reasons } = await ok('pharmacist', 'GET', '/clinical/override-reasons');
    for (const alert of review.alerts.filter(
      (one: { overridable: boolean; severity: string }) =>
        one.overridable && ['major', 'contraindicated'].includes(one.severity),
    )) {
      await ok('pharmacist', 'POST', `/prescriptions/${rx.id}/overrides`, {
        alertId: alert.id,
        reasonCode: reasons[0].code,
        note: 'Short course, counselled.',
      });
    }
    await ok('tech', 'POST', `/prescriptions/${rx.id}/adjudication`, { payer: 'cash' });
    const fill = await ok('tech', 'POST', `/prescriptions/${rx.id}/fills`, { ndc: drug.ndc, quantity: 12 });
    const without = await as('pharmacist', 'POST', `/fills/${fill.fillId}/verification`, { approved: true });
    expect(without.status).toBeGreaterThanOrEqual(400);
    expect(without.body.code).toBe('second-factor-required');
    expect(
      (await as('pharmacist', 'POST', `/fills/${fill.fillId}/verification`, { approved: true, totp: '000000' })).body
        .code,
    ).toBe('second-factor-invalid');
    expect(
      await ok('pharmacist', 'POST', `/fills/${fill.fillId}/verification`, { approved: true, totp: totp() }),
    ).toMatchObject({ stage: 'ready' });
  });

  test('FLW-4 wrong roles, bad input and wrong stages get the refusals of the contract', async () => {
    const drug = await drugNamed('metformin 500');
    const patient = await newPatient();
    const rx = await newPrescription(patient.id, drug.ndc);
    expect(await service.call('GET', '/patients?q=Testing', undefined, { token: 'made-up' })).toMatchObject({
      status: 401,
    });
    expect(await as('tech', 'GET', '/audit/events')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await as('manager', 'POST', `/fills/none/verification`, { approved: true })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const bad = await as('tech', 'POST', '/prescriptions', { patientId: patient.id, quantity: -1 });
    expect(bad).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    expect(bad.body.data.fields.length).toBeGreaterThan(0);
    const early = await as('tech', 'POST', `/prescriptions/${rx.id}/fills`, { ndc: drug.ndc, quantity: 30 });
    expect([409, 422]).toContain(early.status);
    expect(early.body.code).toMatch(/stage/);
    expect(await as('tech', 'GET', '/prescriptions/none')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const checkDigit = await as('tech', 'POST', '/prescriptions', {
      patientId: patient.id,
      prescriber: { name: 'X', npi: '1234567890', state: 'OH' },
      drug: { ndc: drug.ndc },
      sig: '1 tab po daily',
      quantity: 30,
      daysSupply: 30,
      refillsAuthorized: 0,
      daw: 0,
      writtenOn: today(),
      origin: 'written',
    });
    expect([400, 422]).toContain(checkDigit.status);
  });

  test('FLW-5 a retry with the same key gives the same answer and makes nothing twice', async () => {
    const drug = await drugNamed('metformin 500');
    const patient = await newPatient();
    const body = {
      patientId: patient.id,
      prescriber: { name: 'D. Whitfield MD', npi: '1234567893', state: 'OH' },
      drug: { ndc: drug.ndc },
      sig: '1 tab po bid',
      quantity: 60,
      daysSupply: 30,
      refillsAuthorized: 1,
      daw: 0,
      writtenOn: today(),
      origin: 'phone',
    };
    const send = () =>
      service.call('POST', '/prescriptions', body, { token: tokens.tech ?? '', idempotencyKey: 'flow-5' });
    const [first, second] = await Promise.all([send(), send()]);
    expect(second.body).toEqual(first.body);
    const list = await ok('tech', 'GET', `/prescriptions?patientId=${patient.id}`);
    expect(list.items).toHaveLength(1);
  });
});
