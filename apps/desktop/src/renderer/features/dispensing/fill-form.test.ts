import { describe, expect, test } from 'vitest';
import { emptyFill, fillInput, isPartial, quantityOf, type ScannedProduct, scanState } from './fill-form.ts';
import type { Work } from './work-types.ts';

const scanned: ScannedProduct = { ndc: '68180098003', name: 'x', lotNumber: null, expiresOn: null, wasTyped: false };
const work = {
  prescription: { id: 'rx_1' },
  product: { ndc: '68180-980-03', key: '68180098003' },
  remaining: 90,
} as unknown as Work;

describe('UI-110 the fill station', () => {
  test('UI-110 a scan is compared in eleven digits', () => {
    expect(scanState(null, '68180098003')).toBe('waiting');
    expect(scanState(scanned, '68180-980-3')).toBe('matches');
    expect(scanState({ ...scanned, ndc: '0406-0552-01' }, '00406055201')).toBe('matches');
    expect(scanState({ ...scanned, ndc: '68180-9800-3' }, '68180098003')).toBe('differs');
    expect(scanState(scanned, '00406055201')).toBe('differs');
    expect(scanState({ ...scanned, ndc: null }, '00406055201')).toBe('unknown');
  });

  test('UI-111 all of it is proposed; less is a partial fill with its reason', () => {
    expect(quantityOf(emptyFill, 90)).toBe(90);
    expect(isPartial(emptyFill, 90)).toBe(false);
    const part = { ...emptyFill, quantityMilli: 30_000, partialReason: 'STOCK' as const };
    expect(isPartial(part, 90)).toBe(true);
    expect(fillInput(part, work)).toMatchObject({ id: 'rx_1', quantity: 30, partial: { reason: 'STOCK' } });
  });

  test('UI-111 a reason chosen for a part is not sent with the whole', () => {
    expect(fillInput({ ...emptyFill, partialReason: 'STOCK' }, work).partial).toBeUndefined();
  });

  test('UI-110 the raw code goes to the service as it was read', () => {
    const form = { ...emptyFill, scan: '01003681800980310LOT', lotNumber: ' ' };
    expect(fillInput(form, work)).toMatchObject({ scan: '01003681800980310LOT', lotNumber: undefined });
  });
});
