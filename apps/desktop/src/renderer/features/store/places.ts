/** States and territories of the United States (USPS codes) and of India (ISO 3166-2:IN), for addresses and law. */
export const usStates =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY'.split(
    ' ',
  );
export const indianStates =
  'AP AR AS BR CG DL GA GJ HP HR JH JK KA KL LA MH ML MN MP MZ NL OD PB PY RJ SK TN TS TR UK UP WB'.split(' ');

export function statesOf(country: 'us' | 'ind'): readonly string[] {
  return country === 'us' ? usStates : indianStates;
}

export function jurisdictionOf(country: 'us' | 'ind', state: string): string {
  return `${country}_${state.toLowerCase()}`;
}

const common = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
  'Asia/Kolkata',
];

/** The machine's own zone first, then the usual ones. */
export function timeZones(): readonly string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([own === 'UTC' ? 'America/New_York' : own, ...common, 'UTC'])];
}
