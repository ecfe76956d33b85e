import bwip from 'bwip-js/generic';

/** A Data Matrix symbol as rows of modules, dark is true. Square, without the quiet zone. */
export function dataMatrix(text: string): boolean[][] {
  const raw = (
    bwip as unknown as {
      raw(bcid: string, text: string, options: string): { pixs: number[]; pixx: number; pixy: number }[];
    }
  ).raw('datamatrix', text, '');
  const symbol = raw[0];
  if (!symbol) throw new Error('no symbol came out of the bar code writer');
  const { pixs, pixx, pixy } = symbol;
  return Array.from({ length: pixy }, (_, y) => Array.from({ length: pixx }, (_, x) => pixs[y * pixx + x] === 1));
}
