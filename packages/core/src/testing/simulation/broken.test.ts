import { test } from 'vitest';
import { expectNoticed } from './simulation.contract.ts';

test.each([
  ['sends before it is remembered outside the database', { sendsBeforeSync: true }],
  ['goes on under its old incarnation, and its totals, after a restore', { keepsIncarnation: true }],
  ['writes the stock document under a client id of others', { sharesClientId: true }],
] as const)(
  'SIM-6 the simulation notices a terminal that %s',
  (_name, breakage) => {
    expectNoticed(breakage, 300);
  },
  300_000,
);
