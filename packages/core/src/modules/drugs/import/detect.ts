import { formats } from './formats.ts';
import { cellsOf } from './read-table.ts';
import { chunksOf, ImportFault, type SourceFile } from './source-file.ts';
import { type Family, type FamilyRule, families, type TableFormat } from './table-format.ts';
import { isZip, openZip } from './zip.ts';

/** One table to read: a plain file, or a member of a zip. */
export interface Part {
  /** `drugsatfda.zip/Products.txt`: what people and rejections call it. */
  readonly name: string;
  readonly format: TableFormat;
  readonly size: number;
  /** From the zip; null for a plain file. */
  readonly date: string | null;
  readonly file: SourceFile;
  chunks(): Iterable<Uint8Array>;
}

/** What one source gets: the parts of its new edition. */
export interface Edition {
  readonly family: Family;
  readonly parts: readonly Part[];
}

const headBytes = 8 * 1024;

/** Finds out what the files are, by content alone. Throws `ImportFault` unless every one is known and complete. */
export function detectEditions(files: readonly SourceFile[]): Edition[] {
  const byFamily = new Map<Family, Part[]>();
  const zipped = new Set<Family>();
  for (const file of files) {
    const isArchive = isZip(file.read(0, 4));
    for (const part of isArchive ? partsOfZip(file) : [partOfPlain(file)]) {
      const family = part.format.family;
      if (isArchive) zipped.add(family);
      byFamily.set(family, [...(byFamily.get(family) ?? []), part]);
    }
  }
  const editions = [...byFamily].map(([family, parts]) => ({ family, parts }));
  for (const { family, parts } of editions) checkComplete(families[family], parts, zipped.has(family));
  checkOnePerSource(editions);
  return editions;
}

function partsOfZip(file: SourceFile): Part[] {
  const members = openZip(file);
  const parts = members.flatMap((member): Part[] => {
    const format = member.size === 0 ? undefined : formatOf(headText(member.chunks()));
    return format
      ? [
          {
            name: `${file.name}/${member.name}`,
            format,
            size: member.size,
            date: member.date,
            file,
            chunks: member.chunks,
          },
        ]
      : [];
  });
  if (parts.length === 0) {
    const held = members
      .slice(0, 3)
      .map((member) => member.name)
      .join(', ');
    throw new ImportFault(`${file.name} holds no drug data file (it holds ${held || 'nothing'}). ${choose}`);
  }
  return parts;
}

const choose = 'Choose an Orange Book, Drugs@FDA, NDC Directory or RxNorm file as its publisher ships it.';

function partOfPlain(file: SourceFile): Part {
  if (file.size === 0) throw new ImportFault(`${file.name} is empty. Download it again.`);
  const head = headText(chunksOf(file));
  const format = formatOf(head);
  if (!format) throw new ImportFault(`${file.name} ${looksLike(head)}. ${choose}`);
  return { name: file.name, format, size: file.size, date: null, file, chunks: () => chunksOf(file) };
}

function looksLike(head: string): string {
  if (/^\s*<(!doctype|html)/i.test(head)) return 'is a web page, not the data file: the download went wrong';
  if (head.startsWith('%PDF')) return 'is a PDF, not a data file';
  if (head.includes('\u0000')) return 'is not a text file';
  return 'is not a file this importer knows: its first line names none of the known columns';
}

function headText(chunks: Iterable<Uint8Array>): string {
  for (const chunk of chunks)
    return new TextDecoder('windows-1252').decode(chunk.subarray(0, headBytes)).replace(/^ï»¿/, '');
  return '';
}

function formatOf(head: string): TableFormat | undefined {
  const [first = ''] = head.split(/\r?\n/, 1);
  return formats.find((format) => {
    const cells = cellsOf(format, first) ?? [];
    if (!format.hasHeader) return format.isLine?.(cells) ?? false;
    const names = new Set(cells.map((cell) => cell.trim().toLowerCase()));
    return names.size > 1 && format.columns.every((column) => names.has(column.toLowerCase()));
  });
}

function checkComplete(rule: FamilyRule, parts: readonly Part[], isZipped: boolean): void {
  const given = new Map<string, Part>();
  for (const part of parts) {
    const twin = given.get(part.format.id);
    if (twin)
      throw new ImportFault(
        `${twin.name} and ${part.name} are both ${part.format.title} of ${rule.title}. Choose one of them.`,
      );
    given.set(part.format.id, part);
  }
  const due = isZipped ? [...rule.required, ...rule.requiredInZip] : rule.required;
  const missing = due
    .filter((id) => !given.has(id))
    .map((id) => formats.find((format) => format.id === id)?.title ?? id);
  if (missing.length === 0) return;
  const here = parts.map((part) => part.format.title).join(', ');
  throw new ImportFault(
    `${rule.title}: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing beside ${here}. Choose all files of one edition together, or download ${rule.download}.`,
  );
}

function checkOnePerSource(editions: readonly Edition[]): void {
  const bySource = new Map<string, Edition>();
  for (const edition of editions) {
    const source = families[edition.family].source;
    const twin = bySource.get(source);
    if (twin) {
      throw new ImportFault(
        `${families[twin.family].title} and ${families[edition.family].title} would replace each other. Import one of them.`,
      );
    }
    bySource.set(source, edition);
  }
}
