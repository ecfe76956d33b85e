/** Check digits of prescriber numbers. A good format does not say that a registration is active. */

/** NPI: Luhn over 80840 and the ten digits (controlled-substances-us.md section 11). */
export function isNpi(npi: string): boolean {
  if (!/^\d{10}$/.test(npi)) return false;
  const digits = `80840${npi}`;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** DEA: two letters (the second may be 9), seven digits, perhaps a hospital's suffix after a hyphen. */
export function isDea(dea: string): boolean {
  const match = /^[ABFGMPRX][A-Z9](\d{7})(-[A-Z0-9]{1,10})?$/.exec(dea);
  const d = match?.[1]?.split('').map(Number);
  if (!d) return false;
  const at = (i: number): number => d[i] ?? 0;
  return (at(0) + at(2) + at(4) + 2 * (at(1) + at(3) + at(5))) % 10 === at(6);
}

/** The second letter is that of the surname or business name; marriages make it a soft sign only. */
export function isDeaLetterOff(dea: string, name: string): boolean {
  const letter = dea.charAt(1);
  if (letter === '9') return false;
  const words = name
    .toUpperCase()
    .replace(/,.*$/, '')
    .split(/[^A-Z]+/)
    .filter((word) => word.length > 1);
  return words.length > 0 && !words.some((word) => word.startsWith(letter));
}
