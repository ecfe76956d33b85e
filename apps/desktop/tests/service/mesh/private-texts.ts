/** Members of events that say who a person is, who prescribed, and what is to be taken how. */
const privateMembers = new Set([
  ...['given', 'family', 'preferred', 'line1', 'line2', 'number', 'digits', 'birthDate', 'email'],
  ...['npi', 'dea', 'rxNumber', 'sig', 'directions', 'sigText', 'substance', 'note', 'memberId', 'phone'],
]);
const nameOf = new Set(['prescriber', 'caregiver', 'patient', 'patientName', 'prescriberName']);

/** Shorter ones say nothing by themselves: a house number, an initial. */
const textMin = 4;

/** Every text of a store's events that nobody outside may read. */
export function privateTexts(payloads: Iterable<string>): Set<string> {
  const texts = new Set<string>();
  const keep = (text: unknown): void => {
    if (typeof text === 'string' && text.trim().length >= textMin) texts.add(text.trim());
  };
  const walk = (value: unknown, member: string): void => {
    if (typeof value === 'string') {
      if (privateMembers.has(member) || nameOf.has(member)) keep(value);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) walk(one, member);
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'name' && nameOf.has(member)) keep(inner);
      walk(inner, name);
    }
  };
  for (const payload of payloads) walk(JSON.parse(payload), '');
  return texts;
}
