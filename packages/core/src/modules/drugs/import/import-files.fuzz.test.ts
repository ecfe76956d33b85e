import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orangeBookMembers, plainFile, zipBytes } from '../testing/publisher-files.ts';
import { detectEditions } from './detect.ts';
import { formats } from './formats.ts';
import { csvCells } from './lines.ts';
import { packageSize } from './package-size.ts';
import { readTable } from './read-table.ts';
import { ImportFault, sourceFileOf } from './source-file.ts';

/** Runs a format over text and gives how each line ended; an `ImportFault` ends the file. */
function outcomes(id: number, text: string): string[] {
  const format = formats[id % formats.length];
  if (!format) return [];
  const header = format.hasHeader ? `${format.columns.join(format.delimiter)}\n` : '';
  const kinds: string[] = [];
  try {
    for (const row of readTable(format, [Buffer.from(header + text, 'latin1')], 'f')) kinds.push(row.kind);
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    kinds.push('fault');
  }
  return kinds;
}

const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'N',
    'A',
    '020702',
    '001',
    'RX',
    'Yes',
    '20MG',
    'Aug 24, 2026',
    '0071-0155-23',
    '20261121',
    'RXNORM',
    'NDC',
    '"',
    '""',
    '~',
    '|',
  ),
);

test('DRG-14 no row of any format makes a parser throw: each is taken, rejected with a reason or passed over', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.array(fc.array(cell, { maxLength: 24 }), { maxLength: 8 }), (id, lines) => {
      const delimiter = formats[id % formats.length]?.delimiter ?? ',';
      const text = lines.map((cells) => `${cells.join(delimiter)}\n`).join('');
      for (const kind of outcomes(id, text)) expect(['row', 'rejected', 'skipped', 'fault']).toContain(kind);
    }),
    { numRuns: 1_500 },
  );
});

test('DRG-14 every line that is not empty is accounted for', () => {
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.array(fc.stringMatching(/^[^\r\n]{1,40}$/), { minLength: 1, maxLength: 30 }),
      (id, lines) => {
        expect(outcomes(id, `${lines.join('\n')}\n`)).toHaveLength(lines.length);
      },
    ),
  );
});

test('DRG-12 a zip cut or changed anywhere is refused, or reads as before', () => {
  const whole = Buffer.from(zipBytes(orangeBookMembers([{ application: '070001' }, { application: '070002' }])));
  const readAll = (bytes: Uint8Array) =>
    detectEditions([sourceFileOf('z.zip', bytes)]).flatMap((edition) =>
      edition.parts.map((part) => Buffer.concat([...part.chunks()]).toString('latin1')),
    );
  const expected = readAll(whole);
  const isRefusedOrSame = (bytes: Uint8Array) => {
    try {
      expect(readAll(bytes)).toEqual(expected);
    } catch (error) {
      if (!(error instanceof ImportFault)) throw error;
    }
  };
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (at) => {
      expect(() => readAll(whole.subarray(0, at))).toThrow(ImportFault);
    }),
  );
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ by;
      isRefusedOrSame(bytes);
    }),
    { numRuns: 600 },
  );
});

test('DRG-11 no bytes at all make the detection throw anything but its one sentence', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(() => detectEditions([sourceFileOf('x', bytes)])).toThrow(ImportFault);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => detectEditions([plainFile('x', text)])).toThrow(ImportFault);
    }),
  );
});

test('DRG-14 what a CSV writer quotes is read back', () => {
  const text = fc.string().filter((one) => !/[\r\n]/.test(one));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (cells) => {
      expect(csvCells(cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))).toEqual(cells);
    }),
  );
});

test('DRG-33 no description makes the package size throw or turn negative', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(packageSize(text).milli ?? 1).toBeGreaterThan(0);
    }),
  );
});
