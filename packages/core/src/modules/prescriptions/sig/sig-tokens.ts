import type { SigIssue } from './sig-model.ts';

/** A sig as words, numbers and punctuation. Numbers are thousandths; a number may be a range. */
export type Token =
  | { readonly kind: 'number'; readonly milli: number; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: '.' | ',' | '(' | ')' };

const numberWords: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  twelve: '12',
};
const romans: Readonly<Record<string, string>> = { i: '1', ii: '2', iii: '3', ss: '1/2', iss: '1 1/2', iiss: '2 1/2' };
const unitFollows = '(?=\\s+(?:tab|cap|gtt|drop|puff|spray|tsp|ml|unit|patch|supp|po\\b|by mouth))';

/** Each rewrite makes one way of writing into the one the parser knows. */
const rewrites: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/[’‘]/g, "'"],
  // Electronic prescriptions write numbers twice: 2 (two) times daily.
  [/(\d+)\s*\((?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|one-half)\)/g, '$1'],
  [/½/g, ' 1/2 '],
  [/¼/g, ' 1/4 '],
  [/¾/g, ' 3/4 '],
  [/[–—]/g, '-'],
  [/(\d),(?=\d{3}\b)/g, '$1'],
  [/\bb\.?\s?i\.?\s?d\.?(?=\W|$)/g, 'bid'],
  [/\b(?:[a-z]\.)+[a-z]\.?(?=\W|$)/g, (found) => found.replaceAll('.', '')],
  [/\b(a|p)\.m\.?/g, '$1m'],
  [/\bw\/\s*/g, 'with '],
  [/[&+]/g, ' and '],
  [/\bone[- ]half\b|\ba half\b|\bhalf an?\b|\bhalf of an?\b|\bhalf\b/g, '1/2'],
  [/\bone[- ](?:quarter|fourth)\b/g, '1/4'],
  [/(\d|\bone|\btwo|\bthree)\s+and\s+(?:a\s+)?1\/2/g, '$1 1/2'],
  [/\bq\s*(\d+)\s*(?:-|to)\s*(\d+)\s*(?:h|hr|hrs|hour|hours|o)\b/g, 'every $1 to $2 hours'],
  [/\bq\s*(\d+)\s*(?:h|hr|hrs|hour|hours|°)(?=\W|$)/g, 'every $1 hours'],
  [/\bq\s*(\d+)\s*(?:d|day|days)\b/g, 'every $1 days'],
  [/\bq\s*(\d+)\s*(?:w|wk|wks|week|weeks)\b/g, 'every $1 weeks'],
  [/\bq\s*(\d+)\s*(?:mo|mos|month|months)\b/g, 'every $1 months'],
  [/\bq\s*(\d+)\s*(?:m|min|mins|minutes)\b/g, 'every $1 minutes'],
  [/(\d+)\s*x\s*(?:\/|per\s+|a\s+|each\s+|every\s+)?\s*(?:day|daily|d)\b/g, '$1 times daily'],
  [/(\d+)\s*x\s*(?:\/|per\s+|a\s+|each\s+|every\s+)?\s*(?:week|weekly|wk)\b/g, '$1 times weekly'],
  [/(\d)\s*\/\s*(day|d|24\s*h(?:ou)?rs?|24h|week|wk)\b/g, '$1 per $2'],
  [/([a-z])\s*\/\s*(day|24\s*h(?:ou)?rs?|24h)\b/g, '$1 per $2'],
  [/\b24\s*h(?:r|rs|our|ours)?\b/g, '24 hours'],
  [/\bx\s*(\d)/g, 'x $1'],
  [/(\d)\s*-\s*(\d)/g, '$1 to $2'],
  [/\b(one|two|three|four)\s*-\s*(two|three|four|five|six)\b/g, '$1 to $2'],
  [/(\d)(?=[a-zµμ])/g, '$1 '],
  [/\bm\s*[/,-]\s*w\s*[/,-]\s*f\b|\bmwf\b/g, 'monday wednesday and friday'],
];

/** Lower-case words with every rewrite applied, in order of appearance. */
export function tokenize(sig: string): { tokens: Token[]; issues: SigIssue[] } {
  const issues = decimalIssues(sig);
  let text = ` ${sig.toLowerCase().replace(/\s+/g, ' ')} `;
  for (const [pattern, by] of rewrites)
    text = typeof by === 'string' ? text.replace(pattern, by) : text.replace(pattern, by);
  for (const [roman, digits] of Object.entries(romans)) {
    text = text.replace(new RegExp(`\\b${roman}${unitFollows}`, 'g'), () => {
      if (roman.endsWith('ss')) {
        issues.push({
          code: 'ismp-ss',
          severity: 'unsafe',
          token: roman,
          message: '"SS" is read as 55 or sliding scale',
          suggestion: digits,
        });
      }
      return digits;
    });
  }
  for (const [name, digits] of Object.entries(numberWords))
    text = text.replace(new RegExp(`\\b${name}\\b`, 'g'), digits);
  return { tokens: split(text), issues };
}

function split(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /(\d+\s+\d\/\d|\d\/\d(?!\d)|\d*\.\d+|\d+)|([a-zµμ][a-zµμ'/-]*)|([.,;:()])|(\S)/g;
  for (const [, number, word, mark, other] of text.matchAll(pattern)) {
    if (number !== undefined) tokens.push({ kind: 'number', milli: milliOf(number), text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (mark !== undefined)
      tokens.push({ kind: 'mark', text: mark === ';' || mark === ':' ? ',' : (mark as ',') });
    else if (other !== undefined) tokens.push({ kind: 'word', text: other });
  }
  return tokens;
}

/** `1`, `2.5`, `1/2`, `1 1/2` in thousandths. */
export function milliOf(text: string): number {
  const mixed = /^(?:(\d+)\s+)?(\d)\/(\d)$/.exec(text.trim());
  if (mixed) return Number(mixed[1] ?? 0) * 1000 + Math.round((Number(mixed[2]) * 1000) / Number(mixed[3]));
  const [whole = '0', fraction = ''] = text.split('.');
  return Number(whole || '0') * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

/** A point without a digit before it and a zero after it are read tenfold wrong. */
function decimalIssues(sig: string): SigIssue[] {
  const issues: SigIssue[] = [];
  for (const [token] of sig.matchAll(/(?<![\d.])\.\d+/g)) {
    issues.push({
      code: 'ismp-naked-decimal',
      severity: 'unsafe',
      token,
      message: 'a decimal point without a zero before it is overlooked',
      suggestion: `0${token}`,
    });
  }
  for (const [token] of sig.matchAll(/\d+\.0+(?!\d)/g)) {
    issues.push({
      code: 'ismp-trailing-zero',
      severity: 'unsafe',
      token,
      message: 'a zero after the point is read as ten times as much',
      suggestion: token.replace(/\.0+$/, ''),
    });
  }
  return issues;
}
