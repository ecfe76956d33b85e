import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Counter,
  handedOver,
  ndc,
  openCounter,
  prescriber,
  priced,
  reviewed,
  started,
} from './testing/counter.ts';

let counter: Counter;
beforeEach(async () => {
  counter = await openCounter();
});
const at = async (
  stage: 'adjudication' | 'fill' | 'verification' | 'ready' | 'sold',
  changes: object = {},
): Promise<string> => {
  const { id } = await counter.enter(changes);
  const steps = [
    reviewed(),
    priced(),
    started('f1', { ndc: counter.state(id).product?.key ?? '' }),
    { type: 'fill.verified', payload: { fillId: 'f1', binLocation: '12' } } as const,
    handedOver('f1'),
  ];
  counter.append(id, ...steps.slice(0, ['adjudication', 'fill', 'verification', 'ready', 'sold'].indexOf(stage) + 1));
  expect(counter.state(id).stage).toBe(stage);
  return id;
};

describe('corrections', () => {
  test('RX-20 before review it needs no reason; after it does, and it goes back to review', async () => {
    const { id } = await counter.enter();
    expect((await counter.tech.call('prescriptions.correct', { id, quantity: 60, daysSupply: 60 })).stage).toBe(
      'review',
    );
    counter.append(id, reviewed());
    expect((await counter.tech.refusal('prescriptions.correct', { id, quantity: 90 })).code).toBe('reason-needed');
    const back = await counter.tech.call('prescriptions.correct', { id, quantity: 90, reason: 'prescriber called' });
    expect(back.stage).toBe('review');
    expect((await counter.get(id)).history.at(-1).summary).toBe('Changed quantityMilli: prescriber called');
  });

  test('RX-21 a change of drug, quantity, sig or patient after verification supersedes the fill', async () => {
    const id = await at('ready');
    const back = await counter.tech.call('prescriptions.correct', { id, sig: '2 tablets daily', reason: 'misread' });
    expect(back.stage).toBe('review');
    expect(await counter.get(id)).toMatchObject({
      fills: [{ status: 'superseded' }],
      adjudication: null,
      review: null,
      alerts: [],
    });
    expect((await counter.tech.call('prescriptions.list', {})).items[0].needs).toContain('corrected');
    counter.append(id, reviewed(), priced());
    const refilled = counter.append(
      id,
      { type: 'fill.voided', payload: { fillId: 'f1', reason: 'corrected' } },
      started('f2'),
    );
    expect(refilled).toMatchObject({ stage: 'verification', conflicts: [] });
  });

  test('RX-20 a note or the language moves nothing', async () => {
    const id = await at('ready');
    expect((await counter.tech.call('prescriptions.correct', { id, note: 'large print', reason: 'asked' })).stage).toBe(
      'ready',
    );
    expect(
      (await counter.tech.refusal('prescriptions.correct', { id, note: 'large print', reason: 'asked' })).code,
    ).toBe('nothing-changed');
  });

  test('RX-28 after review a C-II never changes patient, prescriber or drug', async () => {
    const id = await at('adjudication', { drug: { ndc: ndc.oxycodone }, refillsAuthorized: 0 });
    const refusal = (input: object) =>
      counter.tech.refusal('prescriptions.correct', { id, reason: 'called', ...input });
    expect(await refusal({ drug: { ndc: ndc.hydromorphone } })).toMatchObject({
      code: 'field-not-changeable',
      data: { field: 'drug' },
    });
    expect((await refusal({ prescriber: { ...prescriber, name: 'Carl Dorn' } })).data).toMatchObject({
      field: 'prescriber',
    });
    expect(
      (await counter.tech.call('prescriptions.correct', { id, sig: '1 tablet bid', reason: 'called' })).stage,
    ).toBe('review');
  });

  test('RX-6 a correction may not say what an entry may not say', async () => {
    const id = await at('adjudication', { drug: { ndc: ndc.alprazolam } });
    expect((await counter.tech.refusal('prescriptions.correct', { id, refillsAuthorized: 6, reason: 'x' })).code).toBe(
      'refills-not-allowed',
    );
    expect(
      (await counter.tech.refusal('prescriptions.correct', { id, writtenOn: '2026-12-01', reason: 'x' })).code,
    ).toMatch(/written-in-future|policy-denied/);
  });
});

describe('product', () => {
  test('RX-60 another maker of the same medicine is chosen; what is priced is priced again', async () => {
    const id = await at('fill');
    const moved = await counter.tech.call('prescriptions.product', {
      id,
      ndc: ndc.lisinoprilOther,
      reason: 'on the shelf',
    });
    expect(moved.stage).toBe('adjudication');
    expect(await counter.get(id)).toMatchObject({
      drug: { key: ndc.lisinopril },
      product: { key: ndc.lisinoprilOther },
    });
  });

  test('RX-61 another strength is no other product but a correction', async () => {
    const id = await at('fill');
    expect(
      await counter.tech.refusal('prescriptions.product', { id, ndc: ndc.lisinopril10, reason: 'x' }),
    ).toMatchObject({ code: 'product-differs' });
    expect((await counter.tech.refusal('prescriptions.product', { id, ndc: '999', reason: 'x' })).code).toBe(
      'drug-unknown',
    );
  });
});
