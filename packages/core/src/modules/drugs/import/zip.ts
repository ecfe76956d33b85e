import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { chunksOf, ImportFault, type SourceFile } from './source-file.ts';

/**
 * Zip files by their central directory (APPNOTE.TXT 4.3): what is cut off is noticed before anything is read, and each
 * member's size and CRC are checked while it streams.
 */
export interface ZipMember {
  /** Without its folders. */
  readonly name: string;
  readonly size: number;
  /** `yyyy-mm-dd` the publisher's machine gave it; null where none is set. */
  readonly date: string | null;
  chunks(): Generator<Uint8Array>;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerAt: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const commentMax = 65_535;
const membersMax = 2_000;
const memberBytesMax = 2 ** 31;

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05);
}

export function openZip(file: SourceFile): ZipMember[] {
  const tail = file.read(Math.max(0, file.size - endBytes - commentMax), endBytes + commentMax);
  const end = findEnd(tail);
  if (end === -1) throw cutOff(file, 'its directory is missing');
  const view = viewOf(tail);
  const [count, directoryBytes, directoryAt] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  if (count === 0xffff || directoryAt === 0xffffffff) {
    throw new ImportFault(
      `${file.name} is a zip64 archive, which cannot be read. Unpack it and choose the files inside.`,
    );
  }
  if (count > membersMax) throw new ImportFault(`${file.name} holds ${count} files: this is not a drug data file.`);
  const endAt = Math.max(0, file.size - endBytes - commentMax) + end;
  if (directoryAt + directoryBytes > endAt) throw cutOff(file, 'its directory does not fit');
  return readDirectory(file, file.read(directoryAt, directoryBytes), count);
}

function findEnd(tail: Uint8Array): number {
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (view.getUint32(at, true) === endSignature && at + endBytes + view.getUint16(at + 20, true) <= tail.length)
      return at;
  }
  return -1;
}

function readDirectory(file: SourceFile, bytes: Uint8Array, count: number): ZipMember[] {
  const view = viewOf(bytes);
  const members: ZipMember[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) throw corrupt(file, 'its directory');
    const nameBytes = view.getUint16(at + 28, true);
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1;
    const entry: Entry = {
      name: path.split(/[\\/]/).at(-1) ?? '',
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    };
    const date = dosDate(view.getUint16(at + 14, true));
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (entry.name === '' || path.startsWith('__MACOSX/')) continue;
    if (isEncrypted)
      throw new ImportFault(`${file.name} is locked with a password. Unpack it and choose the files inside.`);
    members.push({ name: entry.name, size: entry.size, date, chunks: () => readMember(file, entry) });
  }
  return members;
}

function* readMember(file: SourceFile, entry: Entry): Generator<Uint8Array> {
  const where = `${entry.name} in it`;
  const header = file.read(entry.headerAt, 30);
  const view = viewOf(header);
  if (header.length < 30 || view.getUint32(0, true) !== localSignature) throw corrupt(file, where);
  const from = entry.headerAt + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (from + entry.packedSize > file.size) throw cutOff(file, `${where} is not whole`);
  if (entry.size > memberBytesMax)
    throw new ImportFault(`${entry.name} in ${file.name} is too large to be a drug data file.`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw new ImportFault(
      `${file.name} is packed in a way that cannot be read. Unpack it and choose the files inside.`,
    );
  }
  const packed = chunksOf(file, from, from + entry.packedSize);
  let [size, crc] = [0, 0];
  for (const chunk of entry.method === 0 ? packed : inflate(packed, file, where)) {
    size += chunk.length;
    crc = crc32(chunk, crc);
    if (size > entry.size) throw corrupt(file, where);
    yield chunk;
  }
  if (size !== entry.size || crc !== entry.crc) throw corrupt(file, where);
}

function* inflate(packed: Iterable<Uint8Array>, file: SourceFile, where: string): Generator<Uint8Array> {
  const out: Uint8Array[] = [];
  const stream = new Inflate((chunk) => {
    out.push(chunk);
  });
  for (const chunk of packed) {
    try {
      stream.push(chunk);
    } catch (error) {
      throw corrupt(file, where, error);
    }
    yield* out.splice(0);
  }
  try {
    stream.push(new Uint8Array(0), true);
  } catch (error) {
    throw corrupt(file, where, error);
  }
  yield* out.splice(0);
}

function dosDate(bits: number): string | null {
  const [year, month, day] = [1980 + (bits >> 9), (bits >> 5) & 15, bits & 31];
  if (month < 1 || month > 12 || day < 1 || year === 1980) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function cutOff(file: SourceFile, what: string): ImportFault {
  return new ImportFault(`${file.name} is cut off: ${what}. Download it again, whole, and import it then.`);
}

function corrupt(file: SourceFile, where: string, cause?: unknown): ImportFault {
  return new ImportFault(`${file.name} is damaged: ${where} does not unpack. Download it again.`, { cause });
}
