const linesMax = 500;
const linesWanted = 300;

/** A file past 300 lines says why in its first lines (`// long: reason`); past 500 it is two files. */
export function lengthProblem(path: string, text: string): string | null {
  const lines = text.split('\n');
  const count = lines.length - (lines.at(-1) === '' ? 1 : 0);
  if (count > linesMax) return `${path} has ${count} lines: split it by noun, or by pure and impure`;
  const hasReason = lines.slice(0, 8).some((line) => /(\/\/|\*|\/\*) ?long: \S.{10,}/.test(line));
  if (count > linesWanted && !hasReason)
    return `${path} has ${count} lines: split it, or give "// long: reason" on top`;
  return null;
}

/** Written in pieces, so that this file does not find itself. */
const unfinished = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);
const silenced = new RegExp(`@ts-${'(ignore|expect-error|nocheck)'}|eslint-${'disable'}`);

export function unfinishedMarks(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, at) => (unfinished.test(line) || silenced.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : []));
}

/** Tests that never run, or that run alone. A test that depends on the machine says so in its title. */
export function skippedTests(path: string, text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/\b(?:test|it|describe)\.(only|skip|todo|fails)\s*[.(]/g)) {
    found.push(`${path}:${lineOf(text, match.index)} .${match[1]}`);
  }
  for (const match of text.matchAll(/\b(?:test|it|describe)\.(skipIf|runIf)\(/g)) {
    const title = text.slice(match.index, match.index + 600);
    if (!/\(skipped[^)]{5,}\)/.test(title))
      found.push(`${path}:${lineOf(text, match.index)} .${match[1]} without "(skipped: why)" in the title`);
  }
  return found;
}

const vagueNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc', 'lib']);

/** Folders and files whose name says nothing. */
export function vagueName(path: string): string | null {
  const parts = path.split('/').map((part) => part.replace(/(\.test)?\.[a-z]+$/, ''));
  return parts.some((part) => vagueNames.has(part)) ? path : null;
}

const machinePaths = ['work', 'root', 'farm'].map((name) => `/${name}/`);
const hosts = ['registry.npm' + 'js', 'py' + 'pi.org', 'deb.debi' + 'an', 'proxy.go' + 'lang', 'npm' + 'mirror'];

/** Names of the machine something was made on, and of where it downloads from. */
export function machineNames(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, at) => {
    const hasPath =
      machinePaths.some((name) => new RegExp(`(^|[\\s'"\`(=])${name}\\w`).test(line)) ||
      /(^|[\s'"`(=])\/(home|Users)\/(?!a\b)\w+\/\w/.test(line) ||
      /(^|[\s'"`(=])\/tmp\/[a-z]/.test(line);
    return hasPath || hosts.some((host) => line.includes(host))
      ? [`${path}:${at + 1} ${line.trim().slice(0, 120)}`]
      : [];
  });
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
