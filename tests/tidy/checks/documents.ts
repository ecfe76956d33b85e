import { posix } from 'node:path';

/** Links of a Markdown file that lead to a file which is not there. */
export function brokenLinks(path: string, text: string, exists: (path: string) => boolean): string[] {
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => posix.normalize(posix.join(posix.dirname(path), decodeURIComponent(link))))
    .filter((target) => !exists(target.replace(/\/$/, '')));
}

/** `npm run NAME`, `npm start`, `npm test` in a text, as names of scripts. */
export function npmScriptsIn(text: string): string[] {
  const names = [...text.matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(start|test)\b)/g)].map(
    (match) => match[1] ?? match[2]!,
  );
  return [...new Set(names)];
}

/** Arguments of each `npm start -- ...` in a text; placeholders in capitals become values. */
export function startCommandsIn(text: string): string[][] {
  return [...text.matchAll(/\bnpm start -- ((?:[^\n`#]|(?<=\S)#)+)/g)].map((match) =>
    match[1]!
      .trim()
      .split(/\s+/)
      .map((word) => (word === 'N' ? '7400' : word)),
  );
}

/** First word of each `npm run apotheca -- COMMAND ...` in a text; `COMMAND` itself is a placeholder. */
export function maintenanceCommandsIn(text: string): string[] {
  return [...text.matchAll(/\bnpm run apotheca -- ([a-z][a-z-]*(?: [a-z]+(?= [A-Z<-]))?)/g)].map((match) => match[1]!);
}
