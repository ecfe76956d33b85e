import { expect, test } from 'vitest';
import { createCardSimulator } from './card-simulator.ts';
import { cardTerminalContract } from './card-terminal.contract.ts';

cardTerminalContract('simulator', () => {
  const terminal = createCardSimulator();
  return { terminal, amountCents: 1_000, books: () => terminal.books() };
});

test('POS-57 the simulator says that it is one, and the last two digits choose what it does', async () => {
  const sim = createCardSimulator();
  const ask = async (reference: string, amountCents: number) =>
    (await sim.authorize({ reference, amountCents })).status;
  expect(sim.isSimulator).toBe(true);
  expect(sim.name).toContain('simulator');
  expect(await ask('a', 1_000)).toBe('authorized');
  expect(await ask('b', 1_013)).toBe('declined');
  expect(await ask('c', 1_014)).toBe('no-answer');
  expect((await sim.status({ reference: 'c' })).status).toBe('authorized');
  expect(await ask('d', 1_015)).toBe('cancelled');
  expect(await ask('e', 1_016)).toBe('no-answer');
  expect((await sim.status({ reference: 'e' })).status).toBe('not-found');
});
