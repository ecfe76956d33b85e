/** Telephone numbers as digits with country code, so that the same number typed two ways is the same. */

/** Ten digits of a North American number get their 1; India's ten digits their 91 when the store is there. */
export function phoneDigits(number: string, country: 'us' | 'in' = 'us'): string {
  const digits = number.replace(/\D/g, '');
  if (number.trim().startsWith('+')) return digits;
  if (digits.startsWith('00')) return digits.slice(2);
  if (country === 'in') return digits.replace(/^0/, '').length === 10 ? `91${digits.replace(/^0/, '')}` : digits;
  return digits.length === 10 ? `1${digits}` : digits;
}

/** Without the country code: what people type into a search. */
export function nationalDigits(digits: string): string {
  if (digits.length === 11 && digits.startsWith('1')) return digits.slice(1);
  if (digits.length === 12 && digits.startsWith('91')) return digits.slice(2);
  return digits;
}
