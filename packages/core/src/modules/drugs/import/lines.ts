import { ImportFault } from './source-file.ts';

export interface Line {
  readonly text: string;
  /** 1 is the first line of the file. */
  readonly number: number;
  /** False only for a last line that no newline ends. */
  readonly isEnded: boolean;
}

export type TextEncoding = 'utf-8' | 'windows-1252';

/** Longer than any row of the supported files; more means that this is not a text table. */
const lineCharsMax = 200_000;

/**
 * Lines of a text file, one chunk in memory at a time. `\r\n` and `\n` end a line. A byte order mark is dropped and
 * means UTF-8, whatever the publisher's habit is.
 */
export function* linesOf(chunks: Iterable<Uint8Array>, encoding: TextEncoding, name: string): Generator<Line> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let [rest, number] = ['', 0];
  for (const chunk of chunks) {
    decoder ??= new TextDecoder(hasByteOrderMark(chunk) ? 'utf-8' : encoding);
    const text = rest + decoder.decode(chunk, { stream: true });
    let at = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', at)) {
      number += 1;
      yield { text: text.slice(at, text[end - 1] === '\r' && end > at ? end - 1 : end), number, isEnded: true };
      at = end + 1;
    }
    rest = text.slice(at);
    if (rest.length > lineCharsMax)
      throw new ImportFault(`${name} is not a table of text lines. Choose the file as its publisher ships it.`);
  }
  rest += decoder?.decode() ?? '';
  if (rest !== '') yield { text: rest, number: number + 1, isEnded: false };
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Cells of one CSV line (RFC 4180 without line breaks inside quotes); undefined where a quote is left open. */
export function csvCells(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let [at, cell] = [0, ''];
  while (at <= line.length) {
    if (line[at] === '"') {
      const end = closingQuote(line, at + 1);
      if (end === -1 || (end + 1 < line.length && line[end + 1] !== ',')) return undefined;
      cell = line.slice(at + 1, end).replaceAll('""', '"');
      at = end + 2;
    } else {
      const end = line.indexOf(',', at);
      cell = line.slice(at, end === -1 ? line.length : end);
      at = end === -1 ? line.length + 1 : end + 1;
    }
    cells.push(cell);
  }
  return cells;
}

function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at !== -1; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at;
  }
  return -1;
}
