import { expect, test } from 'vitest';
import { tallMan } from './tall-man.ts';

test.each([
  ['hydroxyzine hydrochloride 25 mg tablet', 'hydrOXYzine hydrochloride 25 mg tablet'],
  ['PREDNISONE 10 mg', 'predniSONE 10 mg'],
  ['hydrocodone-acetaminophen 5-325 mg', 'hydroCODONE-acetaminophen 5-325 mg'],
  ['Novolog', 'NovoLOG'],
  ['lisinopril', 'lisinopril'],
  ['prednisonelike', 'prednisonelike'],
])('DRG-46 %s is shown as %s', (name, shown) => {
  expect(tallMan(name)).toBe(shown);
});

test('DRG-46 lettering changes case only, so that a search is not disturbed', () => {
  const names = 'alprazolam lorazepam clonazepam bupropion buspirone metformin metronidazole tramadol trazodone zyrtec';
  expect(tallMan(names).toLowerCase()).toBe(names);
  expect(tallMan(names)).toContain('ALPRAZolam LORazepam clonazePAM buPROPion busPIRone');
});
