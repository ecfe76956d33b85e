import { uiWords } from '@apotheca/ui';
import { expect, test } from 'vitest';
import { auditWords } from '../features/audit/words.ts';
import { authWords } from '../features/auth/words.ts';
import { dispensingWords } from '../features/dispensing/words.ts';
import { drugsWords } from '../features/drugs/words.ts';
import { exceptionsWords } from '../features/exceptions/words.ts';
import { intakeWords } from '../features/intake/words.ts';
import { inventoryWords } from '../features/inventory/words.ts';
import { nodesWords } from '../features/nodes/words.ts';
import { paletteWords } from '../features/palette/words.ts';
import { patientsWords } from '../features/patients/words.ts';
import { posWords } from '../features/pos/words.ts';
import { prescriptionsWords } from '../features/prescriptions/words.ts';
import { printersWords } from '../features/printers/words.ts';
import { queueWords } from '../features/queue/words.ts';
import { settingsWords } from '../features/store/settings-words.ts';
import { storeWords } from '../features/store/words.ts';
import { en } from './en.ts';
import { rxWords } from './rx-words.ts';
import { shellWords } from './shell-words.ts';

const lists = [
  uiWords,
  shellWords,
  rxWords,
  authWords,
  storeWords,
  queueWords,
  intakeWords,
  prescriptionsWords,
  dispensingWords,
  posWords,
  paletteWords,
  patientsWords,
  drugsWords,
  inventoryWords,
  exceptionsWords,
  auditWords,
  nodesWords,
  printersWords,
  settingsWords,
];

test('UI-10 no sentence of one feature takes the place of another', () => {
  const seen = new Set<string>();
  const twice = lists.flatMap((list) => Object.keys(list)).filter((key) => seen.has(key) || !seen.add(key));
  expect(twice).toEqual([]);
  expect(Object.keys(en).sort()).toEqual([...seen].sort());
});
