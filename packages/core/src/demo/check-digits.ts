/** NPI: Luhn over `80840` and the first nine digits (45 CFR 162.406). `nine` is the number without its check digit. */
export function npiOf(nine: string): string {
  const digits = `80840${nine}`;
  let sum = 0;
  for (let i = digits.length - 1, double = true; i >= 0; i -= 1, double = !double) {
    const value = Number(digits[i]) * (double ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return `${nine}${(10 - (sum % 10)) % 10}`;
}

/** DEA number: two letters, six digits, check digit (fact sheet controlled-substances-us.md section 11). */
export function deaOf(type: 'A' | 'B' | 'F' | 'M', familyName: string, six: string): string {
  const d = [...six].map(Number) as [number, number, number, number, number, number];
  const sum = d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5]);
  return `${type}${familyName.charAt(0).toUpperCase()}${six}${sum % 10}`;
}
