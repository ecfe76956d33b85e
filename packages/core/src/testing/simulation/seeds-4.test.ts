import { test } from 'vitest';
import { expectSound } from './simulation.contract.ts';

test('SIM-1 SIM-2 SIM-3 SIM-4 SIM-5 terminals and a relay agree after all that went wrong, part 4 of 4', () => {
  expectSound({ from: 150, to: 200 });
}, 600_000);
