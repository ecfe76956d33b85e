/** `RX-12`: the shape of a rule's id. Names of standards look the same and are none. */
const idPattern = '[A-Z][A-Z0-9]+-\\d+';
const noIds = /^(SHA|AES|UTF|ISO|RFC|HMAC|FIPS|RS|ES|TLS|CODE|HTTP|SCRYPT|XA|GS)-\d+$/;

/** Rules of a spec file: lines that begin with an id, with or without a bullet, bold or a colon. */
export function rulesIn(text: string): string[] {
  return [...text.matchAll(new RegExp(`^[ \\t]*(?:[-*] +)?(?:\\*\\*)?(${idPattern})(?:\\*\\*)?[:.]? +\\S`, 'gm'))]
    .map((match) => match[1]!)
    .filter((id) => !noIds.test(id));
}

/**
 * Ids that titles of tests cite: the first argument of a call that gets a function next, such as
 * `test('RX-1, RX-2 a refill ...', () => ...)`.
 */
export function citedIn(text: string): string[] {
  const title = new RegExp(
    `\\(\\s*(['"\`])(${idPattern}(?:(?:,| and|/)? *${idPattern})*)(?![\\w-])(?:\\\\.|(?!\\1)[^\\\\])*\\1\\s*,\\s*(?:async\\b|\\(|function\\b|\\{|\\w+ *=>)`,
    'g',
  );
  return [...text.matchAll(title)]
    .flatMap((match) => match[2]!.match(new RegExp(idPattern, 'g')) ?? [])
    .filter((id) => !noIds.test(id));
}

export function duplicates(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}
