import type { client } from '../../client.ts';

export type NewPatientInput = Parameters<typeof client.patients.create>[0];

export interface NewPatientForm {
  readonly family: string;
  readonly given: string;
  readonly birthDate: string;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly phone: string;
  readonly smsConsent: boolean;
  readonly line1: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly allergies: string;
  readonly noKnownAllergies: boolean;
}

export const emptyPatient: NewPatientForm = {
  family: '',
  given: '',
  birthDate: '',
  sex: 'unknown',
  phone: '',
  smsConsent: false,
  line1: '',
  city: '',
  state: '',
  postalCode: '',
  allergies: '',
  noKnownAllergies: false,
};

/** `Okafor, Ros` or `Ros Okafor` as somebody typed it into the search. */
export function nameFromText(text: string): { family: string; given: string } {
  const clean = text.replace(/[\d/.-]+/g, ' ').trim();
  const comma = clean.indexOf(',');
  const words = clean.split(/\s+/).filter(Boolean);
  if (comma >= 0) return { family: titled(clean.slice(0, comma)), given: titled(clean.slice(comma + 1)) };
  if (words.length < 2) return { family: titled(clean), given: '' };
  return { family: titled(words.at(-1) ?? ''), given: titled(words.slice(0, -1).join(' ')) };
}

function titled(text: string): string {
  const clean = text.trim();
  return clean === clean.toLowerCase() ? clean.replace(/(^|[\s'-])\p{L}/gu, (letter) => letter.toUpperCase()) : clean;
}

export function newPatientInput(form: NewPatientForm, confirmNotDuplicate: boolean): NewPatientInput {
  const hasAddress = form.line1.trim() !== '' || form.city.trim() !== '';
  const allergies = form.allergies
    .split(/[,;\n]/)
    .map((substance) => substance.trim())
    .filter(Boolean);
  return {
    name: { family: form.family, given: form.given },
    birthDate: form.birthDate,
    sex: form.sex,
    phones: form.phone.trim() ? [{ number: form.phone, smsConsent: form.smsConsent }] : [],
    address: hasAddress ? { line1: form.line1, city: form.city, state: form.state, postalCode: form.postalCode } : null,
    allergies: allergies.map((substance) => ({ substance })),
    noKnownAllergies: form.noKnownAllergies && allergies.length === 0,
    confirmNotDuplicate,
  };
}
