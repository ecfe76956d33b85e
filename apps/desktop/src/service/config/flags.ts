import { OperatorError } from '../operator-error.ts';

/** The table of flags: `value` takes one, `optional` may (`--demo`, `--demo=us_fl`), `none` takes nothing. */
export interface FlagRule {
  readonly takes: 'value' | 'optional' | 'none';
  readonly repeatable?: boolean;
}
export type FlagTable = Readonly<Record<string, FlagRule>>;

export interface ParsedFlags {
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

/** Reads `--name value`, `--name=value` and plain words. An unknown flag is an error in one line, never ignored. */
export function parseFlags(argv: readonly string[], table: FlagTable): ParsedFlags {
  const flags = new Map<string, string[]>();
  const words: string[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.push(...rest.splice(0));
    } else if (word.startsWith('--')) {
      const { name, value } = readFlag(word, rest, table);
      const seen = flags.get(name) ?? [];
      if (seen.length > 0 && table[name]?.repeatable !== true) {
        throw new OperatorError(`--${name} is given twice. Give it once.`);
      }
      flags.set(name, [...seen, value]);
    } else {
      words.push(word);
    }
  }
  return { flags, words };
}

function readFlag(word: string, rest: string[], table: FlagTable): { name: string; value: string } {
  const at = word.indexOf('=');
  const name = at < 0 ? word.slice(2) : word.slice(2, at);
  const inline = at < 0 ? undefined : word.slice(at + 1);
  const rule = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!rule) throw new OperatorError(`Unknown flag --${name}. Known flags: ${known(table)}.`);
  if (rule.takes === 'none') {
    if (inline !== undefined) throw new OperatorError(`--${name} takes no value. Write only --${name}.`);
    return { name, value: '' };
  }
  if (inline !== undefined) {
    if (inline === '') throw new OperatorError(`--${name}= needs a value after the equals sign.`);
    return { name, value: inline };
  }
  if (rule.takes === 'optional') return { name, value: '' };
  const next = rest[0];
  if (next === undefined || next.startsWith('--')) {
    throw new OperatorError(`--${name} needs a value, for example --${name} VALUE.`);
  }
  rest.shift();
  return { name, value: next };
}

function known(table: FlagTable): string {
  return Object.keys(table)
    .map((name) => `--${name}`)
    .join(' ');
}
