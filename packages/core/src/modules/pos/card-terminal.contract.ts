import { expect, test } from 'vitest';
import type { CardTerminal } from './card-terminal.ts';

/** A terminal under test with a look at what it really charged; `amountCents` is one that it approves. */
export interface CardTerminalUnderTest {
  readonly terminal: CardTerminal;
  readonly amountCents: number;
  books(): { charged: number; reserved: number; refunded: number; charges: number };
}

/** What every card terminal must hold to, the simulator and real ones alike: it is why a retry is safe. */
export function cardTerminalContract(name: string, create: () => CardTerminalUnderTest): void {
  test(`POS-57 ${name}: one reference has one answer and reserves once`, async () => {
    const { terminal, amountCents, books } = create();
    const first = await terminal.authorize({ reference: 'a', amountCents });
    expect(first.status).toBe('authorized');
    expect(await terminal.authorize({ reference: 'a', amountCents })).toEqual(first);
    expect((await terminal.status({ reference: 'a' })).status).toBe('authorized');
    expect(books()).toMatchObject({ reserved: amountCents, charged: 0 });
  });

  test(`POS-50 ${name}: capturing twice charges once, and nothing is charged before`, async () => {
    const { terminal, amountCents, books } = create();
    await terminal.authorize({ reference: 'a', amountCents });
    expect((await terminal.capture({ reference: 'a' })).status).toBe('captured');
    expect((await terminal.capture({ reference: 'a' })).status).toBe('captured');
    expect(books()).toMatchObject({ charged: amountCents, reserved: 0, charges: 1 });
    expect((await terminal.capture({ reference: 'unheard-of' })).status).toBe('not-found');
  });

  test(`POS-58 ${name}: a reference that was closed before it arrived stays closed`, async () => {
    const { terminal, amountCents, books } = create();
    expect((await terminal.status({ reference: 'late' })).status).toBe('not-found');
    expect((await terminal.release({ reference: 'late' })).status).toBe('released');
    expect((await terminal.authorize({ reference: 'late', amountCents })).status).toBe('released');
    expect((await terminal.capture({ reference: 'late' })).status).toBe('released');
    expect(books()).toMatchObject({ charged: 0, reserved: 0 });
  });

  test(`POS-55 ${name}: releasing twice gives the reservation back, and a charge is not released`, async () => {
    const { terminal, amountCents, books } = create();
    await terminal.authorize({ reference: 'a', amountCents });
    expect((await terminal.release({ reference: 'a' })).status).toBe('released');
    expect((await terminal.release({ reference: 'a' })).status).toBe('released');
    await terminal.authorize({ reference: 'b', amountCents });
    await terminal.capture({ reference: 'b' });
    expect((await terminal.release({ reference: 'b' })).status).toBe('captured');
    expect(books()).toMatchObject({ charged: amountCents, reserved: 0 });
  });

  test(`POS-59 ${name}: a refund is paid once under its reference, and never above the charge`, async () => {
    const { terminal, amountCents, books } = create();
    await terminal.authorize({ reference: 'a', amountCents });
    const refund = async (refundReference: string, cents: number) =>
      (await terminal.refund({ reference: 'a', refundReference, amountCents: cents })).status;
    expect(await refund('early', 1)).toBe('authorized');
    await terminal.capture({ reference: 'a' });
    expect(await refund('r1', amountCents - 1)).toBe('refunded');
    expect(await refund('r1', amountCents - 1)).toBe('refunded');
    expect(await refund('r2', 2)).toBe('declined');
    expect(await refund('r2', 1)).toBe('refunded');
    expect(books().refunded).toBe(amountCents);
  });
}
