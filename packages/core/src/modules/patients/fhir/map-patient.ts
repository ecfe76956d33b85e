import { blankFields } from '../aggregate.ts';
import type { Address, PatientFields, Phone, Sex } from '../model.ts';
import { phoneDigits } from '../phones.ts';
import { codeOf, conceptText, type PatientResource, wholeDate } from './resources.ts';
import { stateCode } from './states.ts';

/** A FHIR Patient as fields of ours. The social security number is dropped here and never kept. PAT-62. */
export function patientFieldsOf(resource: PatientResource): PatientFields | string {
  const name = nameOf(resource);
  if (name === null) return 'the patient has no name';
  return {
    ...blankFields,
    name,
    birthDate: resource.birthDate,
    sex: sexOf(resource.gender),
    phones: phonesOf(resource),
    address: addressOf(resource),
    language: languageOf(resource),
    deceasedOn: wholeDate(resource.deceasedDateTime),
    identifiers: identifiersOf(resource),
  };
}

function nameOf(resource: PatientResource): PatientFields['name'] | null {
  const usual =
    resource.name.find((n) => n.use === 'official') ?? resource.name.find((n) => n.use === 'usual') ?? resource.name[0];
  const nickname = resource.name.find((n) => n.use === 'nickname');
  const preferred = nickname?.given?.[0] ?? nickname?.text ?? null;
  const given = (usual?.given ?? []).join(' ').trim();
  const family = [usual?.family ?? '', ...(usual?.suffix ?? [])].join(' ').trim();
  if (given !== '' || family !== '') return { given, family, preferred };
  const words = usual?.text?.trim().split(/\s+/) ?? [];
  if (words.length === 0 || words[0] === '') return null;
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '', preferred };
}

function sexOf(gender: string | undefined): Sex {
  return gender === 'male' || gender === 'female' || gender === 'other' ? gender : 'unknown';
}

const kinds: Readonly<Record<string, Phone['kind']>> = { mobile: 'mobile', home: 'home', work: 'work' };

/** Imported numbers carry no consent: a text may be sent only after someone asked here. */
function phonesOf(resource: PatientResource): Phone[] {
  return (resource.telecom ?? [])
    .filter(
      (t) =>
        (t.system === 'phone' || t.system === 'sms') &&
        (t.value ?? '').replace(/\D/g, '').length >= 7 &&
        t.use !== 'old',
    )
    .map((t) => ({
      number: t.value ?? '',
      digits: phoneDigits(t.value ?? ''),
      kind: kinds[t.use ?? ''] ?? (t.system === 'sms' ? 'mobile' : 'other'),
      smsConsent: false,
      voiceConsent: false,
    }));
}

function addressOf(resource: PatientResource): Address | null {
  const found =
    resource.address?.find((a) => a.use === 'home') ??
    resource.address?.find((a) => a.use !== 'old') ??
    resource.address?.[0];
  if (!found) return null;
  return {
    line1: found.line?.[0] ?? '',
    line2: found.line?.slice(1).join(', ') || null,
    city: found.city ?? '',
    state: stateCode(found.state ?? ''),
    postalCode: found.postalCode ?? '',
    country: found.country === undefined || /^(us|usa|united states.*)$/i.test(found.country) ? 'US' : found.country,
  };
}

function languageOf(resource: PatientResource): string {
  const spoken = resource.communication?.find((c) => c.preferred) ?? resource.communication?.[0];
  return codeOf(spoken?.language, /bcp:47|languages/) ?? spoken?.language.coding?.[0]?.code ?? 'en';
}

function identifiersOf(resource: PatientResource): PatientFields['identifiers'] {
  return (resource.identifier ?? [])
    .map((i) => ({
      system: i.system ?? '',
      value: i.value ?? '',
      kind: i.type?.coding?.[0]?.code ?? '',
      label: conceptText(i.type) ?? '',
    }))
    .filter((i) => i.value !== '' && !isSocialSecurity(i))
    .map(({ system, value, kind }) => ({ system, value, kind }));
}

function isSocialSecurity(identifier: { system: string; value: string; kind: string; label: string }): boolean {
  return (
    /us-ssn|2\.16\.840\.1\.113883\.4\.1$/.test(identifier.system) ||
    /^(SS|SSN|SB)$/.test(identifier.kind) ||
    /social security/i.test(identifier.label) ||
    /^\d{3}-\d{2}-\d{4}$/.test(identifier.value)
  );
}
