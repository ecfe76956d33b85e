import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As in @electron/fuses: the marker in every Electron binary, then version, count, and a character for each fuse. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;

/**
 * A folder that electron-builder takes for an unpacked Electron for Linux: the files it touches, and a binary that
 * holds a fuse wire. Packing can so be tested where the real one cannot be fetched.
 */
export function makeFakeElectron(folder: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(fuseSentinel),
    Buffer.from([1, fuseCount]),
    Buffer.from('101100010'),
    Buffer.alloc(64),
  ]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(4096, 1), wire]));
  chmodSync(join(folder, 'electron'), 0o755);
  for (const locale of ['en-US', 'es', 'de']) writeFileSync(join(folder, 'locales', `${locale}.pak`), locale);
  writeFileSync(join(folder, 'LICENSE'), 'MIT');
  writeFileSync(join(folder, 'version'), '0.0.0');
}
