/** Tables that SQL in a text names: after FROM, JOIN, INTO, UPDATE, TABLE, ON (of an index). */
export function tablesIn(text: string): string[] {
  const names = /\b(?:FROM|JOIN|INTO|UPDATE|TABLE(?: IF NOT EXISTS)?|DELETE FROM)\s+([a-z][a-z0-9]*_[a-z0-9_]+)\b/g;
  return [...new Set([...text.matchAll(names)].map((match) => match[1]!))];
}

/** Tables of other modules, or of the kernel, that a module's file reads or writes. */
export function foreignTables(module: string, text: string, modules: readonly string[]): string[] {
  return tablesIn(text).filter((table) => {
    const owner = modules.find((name) => table.startsWith(`${name.replaceAll('-', '_')}_`));
    return owner !== undefined && owner !== module;
  });
}

/** Words of the pharmacy in identifiers and text of the component library, comments left out. */
const pharmacyWords =
  /\b\w*(patient|prescri|pharmac|medicat|refill|dispens|dosage|allerg|prescriber|copay|ndc|rx)\w*\b/gi;
const harmless = /^(rx|syntax|regex\w*|rxjs)$/i;

export function pharmacyWordsIn(text: string): string[] {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
  return [...new Set([...withoutComments.matchAll(pharmacyWords)].map(([word]) => word))].filter(
    (word) => !harmless.test(word),
  );
}
