import type { PatientState } from './model.ts';
import { type FullName, foldText, likeness } from './names.ts';

export interface IdentityClaim {
  readonly name: FullName;
  readonly birthDate: string;
  readonly phone: string | null;
  readonly postalCode: string | null;
}
export type IdentityLevel = 'none' | 'one' | 'two' | 'three' | 'ambiguous';
export interface IdentityAnswer {
  readonly verified: boolean;
  readonly patientId: string | null;
  readonly level: IdentityLevel;
  readonly matched: readonly ('name' | 'birth-date' | 'phone' | 'postal-code')[];
}

/**
 * Two identifiers are needed, name and birth date or address (workflow-operations.md section 3). A third that is given
 * and wrong takes the verification away; several people who fit the same are no answer. PAT-40.
 */
export function checkIdentity(claim: IdentityClaim, candidates: readonly PatientState[]): IdentityAnswer {
  const fitting = candidates
    .map((patient) => ({ patient, matched: matchesOf(claim, patient) }))
    .filter(({ matched }) => matched.includes('name') && matched.includes('birth-date'))
    .sort((a, b) => b.matched.length - a.matched.length);
  const [best, next] = fitting;
  if (!best) {
    const byName = candidates.some((patient) => matchesOf(claim, patient).includes('name'));
    return { verified: false, patientId: null, level: byName ? 'one' : 'none', matched: byName ? ['name'] : [] };
  }
  if (next && next.matched.length === best.matched.length) {
    return { verified: false, patientId: null, level: 'ambiguous', matched: best.matched };
  }
  const asked = (claim.phone === null ? 0 : 1) + (claim.postalCode === null ? 0 : 1);
  const thirds = best.matched.length - 2;
  return {
    verified: thirds === asked,
    patientId: best.patient.id,
    level: thirds > 0 ? 'three' : 'two',
    matched: best.matched,
  };
}

function matchesOf(claim: IdentityClaim, patient: PatientState): IdentityAnswer['matched'] {
  const matched: ('name' | 'birth-date' | 'phone' | 'postal-code')[] = [];
  if (nameFits(claim.name, patient)) matched.push('name');
  if (claim.birthDate === patient.birthDate) matched.push('birth-date');
  if (claim.phone !== null && patient.phones.some((p) => p.digits === claim.phone)) matched.push('phone');
  if (claim.postalCode !== null && isSamePostalCode(claim.postalCode, patient.address?.postalCode ?? '')) {
    matched.push('postal-code');
  }
  return matched;
}

/** The same words; a spoken full name in one text is compared as words too. A slip does not identify a person. */
function nameFits(claimed: FullName, patient: PatientState): boolean {
  const { name } = patient;
  if (likeness(claimed, name) === 'same') return true;
  const preferred = name.preferred;
  return preferred !== null && likeness(claimed, { given: preferred, family: name.family }) === 'same';
}

/** ZIP and ZIP+4 of one place are the same. */
function isSamePostalCode(a: string, b: string): boolean {
  const [x, y] = [foldText(a).replace(/ /g, ''), foldText(b).replace(/ /g, '')];
  if (x === '' || y === '') return false;
  return x === y || (/^\d{5}(\d{4})?$/.test(x) && /^\d{5}(\d{4})?$/.test(y) && x.slice(0, 5) === y.slice(0, 5));
}
