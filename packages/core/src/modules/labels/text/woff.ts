import { unzlibSync } from 'fflate';

/**
 * A WOFF 1.0 file as the plain font inside it (W3C WOFF 1.0 sections 3 to 5). Opened as it is, fontkit inflates a table
 * again for every glyph. Anything that is not WOFF is returned untouched.
 */
export function plainFont(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 44 || view.getUint32(0) !== 0x774f4646) return bytes;
  const count = view.getUint16(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + i * 20;
    const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((part) => view.getUint32(at + part)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const raw = bytes.subarray(offset, offset + packed);
    return { tag, checksum, data: packed < length ? unzlibSync(raw, { out: new Uint8Array(length) }) : raw };
  });
  const headerLength = 12 + count * 16;
  const total = tables.reduce((sum, table) => sum + padded(table.data.length), headerLength);
  const out = new Uint8Array(total);
  const write = new DataView(out.buffer);
  const power = 2 ** Math.floor(Math.log2(count));
  write.setUint32(0, view.getUint32(4));
  write.setUint16(4, count);
  write.setUint16(6, power * 16);
  write.setUint16(8, Math.log2(power));
  write.setUint16(10, count * 16 - power * 16);
  let offset = headerLength;
  for (const [i, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + i * 16;
    for (const [part, value] of [tag, checksum, offset, data.length].entries()) write.setUint32(at + part * 4, value);
    out.set(data, offset);
    offset += padded(data.length);
  }
  return out;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
