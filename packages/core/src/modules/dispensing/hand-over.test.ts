import { expect, test } from 'vitest';
import type { ReceiverIdentification } from '../prescriptions/model.ts';
import { assignBin, binKindOf } from './bins.ts';
import { decideHandOver, dueOf, fillLine, type HandOverCommand } from './decide-hand-over.ts';
import { decideVerification } from './decide-verification.ts';
import { ageInDays, returnDay, stockLabels } from './returns.ts';
import { readSignature } from './signature.ts';
import { fillOf, lisinopril, prescription, stamp } from './testing/fixtures.ts';

const today = '2026-11-21';
const ready = (change = {}) =>
  prescription(lisinopril, {
    stage: 'ready',
    fills: [fillOf(lisinopril, { status: 'verified', verifiedBy: stamp(), ...change })],
  });
const made = () => prescription(lisinopril, { stage: 'verification', fills: [fillOf(lisinopril)] });

const verify = (change: Partial<Parameters<typeof decideVerification>[2]>, state = made()) =>
  decideVerification(state, 'fill_1', {
    approved: true,
    reason: undefined,
    secondFactor: null,
    isControlled: false,
    ...change,
  });

test('DSP-40 only a fill that waits for verification is verified or sent back', () => {
  expect(verify({}).ok).toBe(true);
  expect(verify({}, ready())).toMatchObject({ refusal: { kind: 'fill-not-waiting', data: { status: 'verified' } } });
  expect(verify({}, prescription(lisinopril))).toMatchObject({ refusal: { kind: 'fill-not-waiting' } });
});

test('DSP-41 sending a fill back needs a reason', () => {
  expect(verify({ approved: false })).toMatchObject({ refusal: { kind: 'reason-required' } });
  expect(verify({ approved: false, reason: 'wrong count' }).ok).toBe(true);
});

test('DSP-42 a controlled drug is released with a second factor: none, wrong, right', () => {
  expect(verify({ isControlled: true })).toMatchObject({ refusal: { kind: 'second-factor-required' } });
  expect(verify({ isControlled: true, secondFactor: false })).toMatchObject({
    refusal: { kind: 'second-factor-invalid' },
  });
  expect(verify({ isControlled: true, secondFactor: true }).ok).toBe(true);
  expect(verify({ isControlled: true, approved: false, reason: 'wrong drug' }).ok).toBe(true);
});

test('DSP-52 cold things go to the cold places, schedule II to the locked ones', () => {
  expect(binKindOf({ isScheduleTwo: false, isRefrigerated: false })).toBe('open');
  expect(binKindOf({ isScheduleTwo: false, isRefrigerated: true })).toBe('refrigerated');
  expect(binKindOf({ isScheduleTwo: true, isRefrigerated: true })).toBe('locked');
});

test('DSP-50 the first free place; the own place of the patient before it', () => {
  const bins = { open: ['1', '2', '3'], refrigerated: [], locked: [] };
  const waiting = [
    { bin: '1', patientId: 'other' },
    { bin: '3', patientId: 'mine' },
  ];
  expect(assignBin({ bins, waiting }, { kind: 'open', patientId: 'third' })).toEqual({ bin: '2', isShared: false });
  expect(assignBin({ bins, waiting }, { kind: 'open', patientId: 'mine' })).toEqual({ bin: '3', isShared: false });
});

test('DSP-51 a full list shares the least used place and says so; without places there is none', () => {
  const bins = { open: ['1', '2'], refrigerated: [], locked: [] };
  const waiting = [
    { bin: '1', patientId: 'a' },
    { bin: '1', patientId: 'b' },
    { bin: '2', patientId: 'c' },
  ];
  expect(assignBin({ bins, waiting }, { kind: 'open', patientId: 'd' })).toEqual({ bin: '2', isShared: true });
  expect(assignBin({ bins, waiting }, { kind: 'locked', patientId: 'd' })).toBeNull();
});

const nobody: ReceiverIdentification = {
  checked: [],
  name: null,
  kind: null,
  number: null,
  issuer: null,
  expiresOn: null,
};
const command: HandOverCommand = { counseling: 'accepted', identification: null, hasSignature: false };
const hand = (
  change: Partial<HandOverCommand>,
  state = ready(),
  obligations: { id: string; kind: string; message: string; cite: string }[] = [],
) => decideHandOver([{ state, fillId: 'fill_1', obligations }], { ...command, ...change }, today);

test('DSP-60 only a ready fill is handed over', () => {
  expect(hand({}).ok).toBe(true);
  expect(hand({}, made())).toMatchObject({ refusal: { kind: 'fill-not-waiting' } });
});

test('DSP-61 counseling is offered with a new prescription; a refusal is an answer, silence is not', () => {
  expect(hand({ counseling: 'refused' }).ok).toBe(true);
  expect(hand({ counseling: 'not-required' })).toMatchObject({ refusal: { kind: 'counseling-required' } });
  const refill = prescription(lisinopril, {
    stage: 'ready',
    cycle: 1,
    fills: [fillOf(lisinopril, { status: 'verified', fillNumber: 1 })],
  });
  expect(hand({ counseling: 'not-required' }, refill).ok).toBe(true);
});

test('DSP-62 whoever records a check of identity records two identifiers or a document', () => {
  const checked = (list: string[], more = {}) => hand({ identification: { ...nobody, checked: list, ...more } });
  expect(checked(['name'])).toMatchObject({ refusal: { kind: 'identifiers-required' } });
  expect(checked(['name', 'name'])).toMatchObject({ refusal: { kind: 'identifiers-required' } });
  expect(checked(['name', 'birth-date']).ok).toBe(true);
  expect(checked([], { kind: 'passport' }).ok).toBe(true);
});

test('DSP-63 a document is good through its date and not after', () => {
  const until = (expiresOn: string) => hand({ identification: { ...nobody, kind: 'passport', expiresOn } });
  expect(until(today).ok).toBe(true);
  expect(until('2026-11-20')).toMatchObject({ refusal: { kind: 'identification-expired' } });
});

test('DSP-64 what the gate obliges to is asked for, with its citation', () => {
  const photo = { id: 'o1', kind: 'photo-id', message: 'See a photo identification.', cite: 'state rule' };
  const sign = { id: 'o2', kind: 'signature', message: 'Let them sign.', cite: 'Part D' };
  expect(hand({}, ready(), [photo])).toMatchObject({
    refusal: { kind: 'photo-id-required', data: { cite: 'state rule' } },
  });
  expect(hand({ identification: { ...nobody, kind: 'state-id' } }, ready(), [photo]).ok).toBe(true);
  expect(hand({}, ready(), [sign])).toMatchObject({ refusal: { kind: 'signature-required' } });
  expect(hand({ hasSignature: true }, ready(), [sign]).ok).toBe(true);
});

test('DSP-65 the receipt line of a fill carries the number of the prescription and no drug', () => {
  const state = ready();
  const line = fillLine(state, fillOf(lisinopril));
  expect(line.description).toBe('Rx 1000001');
  expect(JSON.stringify(line)).not.toContain('lisinopril');
});

test('DSP-67 the parts of a fill cost together what was agreed for the whole', () => {
  const state = prescription(lisinopril, {
    adjudication: { payer: 'cash', status: 'paid', patientPayCents: 1_000, price: null, rejects: [], by: stamp() },
  });
  const first = dueOf(state, fillOf(lisinopril, { quantityMilli: 10_000, owedMilli: 20_000 })).totalCents;
  const second = dueOf(state, fillOf(lisinopril, { part: 1, quantityMilli: 7_000, owedMilli: 13_000 })).totalCents;
  const third = dueOf(state, fillOf(lisinopril, { part: 2, quantityMilli: 13_000, owedMilli: 0 })).totalCents;
  expect([first, second, third]).toEqual([333, 234, 433]);
  expect(first + second + third).toBe(1_000);
});

test('DSP-66 a signature is a picture, pen strokes or a typed name, without anything that runs', () => {
  const media = (text: string) => {
    const result = readSignature(text);
    return result.ok ? result.value.mediaType : result.refusal.kind;
  };
  expect(media('data:image/png;base64,iVBORw0KGgo=')).toBe('image/png');
  expect(media('M10 10 L20 20 L30 15')).toBe('image/svg+xml');
  expect(media('Jane Doe')).toBe('text/plain');
  expect(media('data:image/svg+xml,%3Csvg%3E%3Cscript%3E1%3C/script%3E%3C/svg%3E')).toBe('signature-unreadable');
  expect(media('data:image/svg+xml,%3Csvg onload="x"%3E%3C/svg%3E')).toBe('signature-unreadable');
  expect(media('data:text/html,hello')).toBe('signature-unreadable');
  expect(media('data:image/png;base64,***')).toBe('signature-unreadable');
  expect(media(`data:image/png;base64,${'A'.repeat(300_000)}`)).toBe('signature-unreadable');
});

test('DSP-71 a bag goes back so many days after it was ready; a clock set back makes it no younger than new', () => {
  expect(returnDay('2026-11-21', 10)).toBe('2026-12-01');
  expect(ageInDays('2026-11-21', '2026-12-01')).toBe(10);
  expect(ageInDays('2026-11-21', '2026-11-01')).toBe(0);
});

test('DSP-72 returned stock is used within a year, or until the lot expires if that is sooner', () => {
  const lot = (expiresOn: string) =>
    stockLabels(
      fillOf(lisinopril, { allocations: [{ batchId: 'b', lotNumber: 'L', expiresOn, quantityMilli: 1_000 }] }),
    )[0];
  expect(lot('2027-11-20')?.useBy).toBe('2027-11-20');
  expect(lot('2027-11-22')?.useBy).toBe('2027-11-21');
});
