import type { DrugRecord } from '../drugs/model.ts';
import type { ProductSnapshot } from './model.ts';

export function snapshotOf(drug: DrugRecord): ProductSnapshot {
  const { key, ndc11, name, strength, doseForm, route, schedule, rxcui, unit, packageSizeMilli } = drug;
  return { key, ndc11, name, strength, doseForm, route, schedule, rxcui, unit, packageSizeMilli };
}

/** The same ingredients, strength and kind of form: what may stand in for another without a new prescription. RX-60. */
export function isSameMedicine(a: DrugRecord, b: DrugRecord): boolean {
  if (a.key === b.key) return true;
  if (a.rxcui !== null && a.rxcui === b.rxcui) return true;
  const names = (drug: DrugRecord): string =>
    drug.ingredients
      .map((i) => plain(i.name))
      .sort()
      .join('+');
  return names(a) === names(b) && names(a) !== '' && plain(a.strength) === plain(b.strength) && formOf(a) === formOf(b);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s,]+/g, '')
    .replace(/\[hp_x\]|\/1$/g, '');
}

/** Film coating makes no difference; extended and delayed release do. */
function formOf(drug: DrugRecord): string {
  const text = `${drug.doseForm} ${drug.name}`.toLowerCase();
  const base = drug.doseForm.toLowerCase().split(/[,;]/)[0]?.trim() ?? '';
  const release = /extended|\ber\b|\bxr\b|\bxl\b|\bsr\b/.test(text)
    ? ' extended'
    : /delayed|\bdr\b|\bec\b/.test(text)
      ? ' delayed'
      : '';
  return base + release;
}
