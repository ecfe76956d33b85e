import type { SqlValue } from '../../../kernel/ports.ts';
import { csvCells, type Line, linesOf } from './lines.ts';
import { ImportFault } from './source-file.ts';
import type { TableFormat } from './table-format.ts';

export type TableRow =
  | { readonly kind: 'row'; readonly line: number; readonly values: readonly SqlValue[]; readonly text: string }
  | { readonly kind: 'rejected'; readonly line: number; readonly reason: string; readonly text: string }
  | { readonly kind: 'skipped'; readonly line: number };

/** Rows of one file in its format. Throws `ImportFault` where the file is cut off. `name` is what people call it. */
export function* readTable(format: TableFormat, chunks: Iterable<Uint8Array>, name: string): Generator<TableRow> {
  let indexes: Map<string, number> | undefined = format.hasHeader ? undefined : positions(format.columns);
  let width = format.hasHeader ? 0 : format.columns.length;
  let current: readonly string[] = [];
  const cell = (column: string) => (current[indexes?.get(column) ?? -1] ?? '').trim();
  for (const line of linesOf(chunks, format.encoding, name)) {
    if (line.text === '') continue;
    const cells = cellsOf(format, line.text);
    if (indexes === undefined) {
      indexes = headerPositions(format, cells ?? [], name);
      width = cells?.length ?? 0;
      continue;
    }
    const fault = cells === undefined ? 'a quotation mark is left open' : widthFault(cells, width);
    checkEnd(format, line, fault, name);
    if (fault !== undefined || cells === undefined) {
      yield { kind: 'rejected', line: line.number, reason: fault ?? '', text: line.text };
      continue;
    }
    current = cells;
    const taken = format.parse(cell, line.number);
    if (taken === null) yield { kind: 'skipped', line: line.number };
    else if (typeof taken === 'string') {
      checkEnd(format, line, taken, name);
      yield { kind: 'rejected', line: line.number, reason: taken, text: line.text };
    } else yield { kind: 'row', line: line.number, values: taken, text: line.text };
  }
}

export function cellsOf(format: TableFormat, text: string): string[] | undefined {
  return format.delimiter === ',' ? csvCells(text) : text.split(format.delimiter);
}

/** Publishers ship last lines without a newline, but never half a row; RRF lines always end. */
function checkEnd(format: TableFormat, line: Line, fault: string | undefined, name: string): void {
  if (line.isEnded || (fault === undefined && format.hasHeader)) return;
  throw new ImportFault(
    `${name} is cut off: its last line (${line.number}) ends in the middle of a row. Download it again, whole, and import it then.`,
  );
}

function widthFault(cells: readonly string[], width: number): string | undefined {
  if (cells.length < width) return `${cells.length} columns where ${width} are due`;
  if (cells.slice(width).some((extra) => extra.trim() !== '')) return `${cells.length} columns where ${width} are due`;
  return undefined;
}

function positions(columns: readonly string[]): Map<string, number> {
  return new Map(columns.map((column, index) => [column, index]));
}

function headerPositions(format: TableFormat, header: readonly string[], name: string): Map<string, number> {
  const found = positions(header.map((column) => column.trim().toLowerCase()));
  const missing = format.columns.filter((column) => !found.has(column.toLowerCase()));
  if (missing.length > 0)
    throw new ImportFault(`${name} lacks the column ${missing.join(', ')}. Choose the file as its publisher ships it.`);
  return new Map(format.columns.map((column) => [column, found.get(column.toLowerCase()) ?? -1]));
}
