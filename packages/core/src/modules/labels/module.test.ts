import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../testing/index.ts';

let store: TestStore;
let fillId: string;
beforeEach(async () => {
  store = createTestStore();
  fillId = await fill({});
});
afterEach(() => {
  expect(store.unexpected).toEqual([]);
  store.close();
});
const tech = () => store.as('technician');
const pharmacist = () => store.as('pharmacist');

/** A fill as a store makes it: patient, prescription, review, price, stock, fill. */
async function fill(prescription: Record<string, unknown>): Promise<string> {
  const { items } = await tech().call('drugs.search', { q: 'lisinopril 20 mg' });
  const ndc = items[0].ndc;
  const person = await tech().call('patients.create', {
    name: { given: 'Rosalind', family: 'Okafor' },
    birthDate: '1961-04-12',
    sex: 'female',
    address: { line1: '22 Elm Ave', city: 'Columbus', state: 'OH', postalCode: '43201' },
  });
  const { id } = await tech().call('prescriptions.create', {
    patientId: person.id,
    prescriber: { name: 'Dr. Maria Lindqvist', npi: '1234567893', state: 'OH' },
    drug: { ndc },
    sig: 'Take 1 tablet by mouth once a day',
    quantity: 30,
    daysSupply: 30,
    refillsAuthorized: 2,
    daw: 0,
    writtenOn: '2026-11-20',
    origin: 'electronic',
    ...prescription,
  });
  await pharmacist().call('clinical.review', { id });
  await tech().call('inventory.receive', {
    lines: [{ ndc, lotNumber: 'A1', expiresOn: '2028-06-30', quantity: 100, unitCostCents: 5 }],
  });
  await tech().call('claims.adjudicate', { id, payer: 'cash' });
  const made = await tech().call('dispensing.fill', { id, ndc, quantity: 30 });
  return made.fillId;
}
const textOf = (document: { base64: string }) => Buffer.from(document.base64, 'base64').toString('latin1');

describe('labels of a fill', () => {
  test('LAB-80 JSON has content and worded lines, PDF and ZPL the document', async () => {
    const json = await tech().call('labels.label', { id: fillId });
    expect(json).toMatchObject({ format: 'json', language: 'en', document: null, prints: 0 });
    expect(json.content).toMatchObject({
      rxNumber: expect.stringMatching(/\d/),
      prescriberName: 'Dr. Maria Lindqvist',
      demo: false,
      lotNumber: 'A1',
      expiresOn: '2027-11-21',
    });
    expect(json.lines.find((line: { key: string }) => line.key === 'patient-name').text).toBe('Rosalind Okafor');
    const pdf = await tech().call('labels.label', { id: fillId, format: 'pdf', language: 'ar' });
    expect(pdf.document.mediaType).toBe('application/pdf');
    expect(textOf(pdf.document).startsWith('%PDF-1.7')).toBe(true);
    const zpl = await tech().call('labels.label', { id: fillId, format: 'zpl', dpi: 300 });
    expect(textOf(zpl.document)).toContain('^PW1200');
  });

  test('LAB-80 the language of the prescription is used unless another is asked for', async () => {
    store.close();
    store = createTestStore();
    const other = await fill({ language: 'es' });
    expect((await tech().call('labels.label', { id: other })).language).toBe('es');
    fillId = other;
    expect((await tech().call('labels.label', { id: fillId, language: 'fr' })).language).toBe('fr');
  });

  test('LAB-81 leaflet, bag label and signature page', async () => {
    const leaflet = await tech().call('labels.leaflet', { id: fillId, language: 'es' });
    expect(leaflet).toMatchObject({ hasMonograph: true, language: 'es' });
    expect(leaflet.sections.map((section: { key: string }) => section.key)).toContain('effects');
    expect((await tech().call('labels.bagLabel', { id: fillId })).document.pages).toBe(1);
    expect((await tech().call('labels.signaturePage', { id: fillId })).document.pages).toBe(1);
  });

  test('LAB-82 a print is recorded: who, when, what; the second is a reprint; a retry is not', async () => {
    const first = await tech().call('labels.print', { id: fillId }, { idempotencyKey: 'k1' });
    expect(first).toMatchObject({
      kind: 'vial',
      printNumber: 1,
      reprint: false,
      printedBy: 'Test technician',
      document: { mediaType: 'application/pdf' },
    });
    const retry = await tech().call('labels.print', { id: fillId }, { idempotencyKey: 'k1' });
    expect(retry.printId).toBe(first.printId);
    const again = await pharmacist().call('labels.print', { id: fillId, format: 'zpl', reason: 'smeared' });
    expect(again).toMatchObject({
      printNumber: 2,
      reprint: true,
      printedBy: 'Test pharmacist',
      document: { mediaType: 'text/vnd.zpl' },
    });
    expect(await tech().call('labels.print', { id: fillId, kind: 'leaflet' })).toMatchObject({
      printNumber: 1,
      reprint: false,
    });
    const { items } = await tech().call('labels.prints', { id: fillId });
    expect(
      items.map((item: { kind: string; reprint: boolean; reason: string | null }) => [
        item.kind,
        item.reprint,
        item.reason,
      ]),
    ).toEqual([
      ['vial', false, null],
      ['vial', true, 'smeared'],
      ['leaflet', false, null],
    ]);
    expect((await tech().call('labels.label', { id: fillId })).prints).toBe(3);
  });

  test('LAB-82 prints are in the audit log and survive a rebuild', async () => {
    await tech().call('labels.print', { id: fillId });
    const log = await store.as('owner').call('audit.events', {});
    expect(log.items.map((item: { action: string }) => item.action)).toContain('labels.print');
    const before = store.dump();
    expect(before.labels_print).toHaveLength(1);
    store.rebuild();
    expect(store.dump()).toEqual(before);
  });

  test('LAB-83 a fill that was rejected or is unknown has no label to print', async () => {
    await pharmacist().call('dispensing.verify', { id: fillId, approved: false, reason: 'wrong count' });
    expect(await tech().refusal('labels.print', { id: fillId })).toMatchObject({ code: 'fill-void', status: 409 });
    expect(await tech().refusal('labels.label', { id: 'fill_none' })).toMatchObject({ code: 'not-found', status: 404 });
  });

  test('LAB-84 who checked it stands on the label after verification', async () => {
    await pharmacist().call('dispensing.verify', { id: fillId, approved: true });
    const { content } = await tech().call('labels.label', { id: fillId });
    expect(content).toMatchObject({ technicianInitials: 'TT', pharmacistInitials: 'TP' });
  });

  test('LAB-85 an auditor may not print', async () => {
    expect(await store.as('auditor').refusal('labels.print', { id: fillId })).toMatchObject({ code: 'forbidden' });
  });
});
