import type { ShapedLine } from '../text/shape.ts';

/** One bit a dot, rows of whole bytes, black is 1. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
  readonly bits: Uint8Array;
}

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A shaped line as dots, for printers that have no Arabic or Devanagari of their own. `size` in dots. */
export function rasterLine(line: ShapedLine, size: number): Bitmap & { readonly baseline: number } {
  const baseline = Math.ceil(line.ascent * size) + 1;
  const height = baseline + Math.ceil(line.descent * size) + 1;
  const width = Math.max(8, Math.ceil(line.width * size) + 4);
  const edges = line.glyphs.flatMap((glyph) => {
    const scale = size / glyph.font.font.unitsPerEm;
    return outline(glyph.font.font.getGlyph(glyph.glyphId).path.commands, (x, y) => [
      1 + glyph.x * size + x * scale,
      baseline - glyph.y * size - y * scale,
    ]);
  });
  return { ...fill(edges, width, height), baseline };
}

type Command = { readonly command: string; readonly args: readonly number[] };
type Point = readonly [number, number];

/** Curves to short straight edges. */
function outline(commands: readonly Command[], place: (x: number, y: number) => [number, number]): Edge[] {
  const edges: Edge[] = [];
  let at: Point = [0, 0];
  let start: Point = [0, 0];
  const lineTo = (to: Point) => {
    edges.push({ x0: at[0], y0: at[1], x1: to[0], y1: to[1] });
    at = to;
  };
  for (const { command, args } of commands) {
    const points = pairs(args).map(([x, y]) => place(x, y));
    if (command === 'moveTo' && points[0]) {
      at = points[0];
      start = at;
    } else if (command === 'lineTo' && points[0]) lineTo(points[0]);
    else if (command === 'quadraticCurveTo' && points[0] && points[1]) {
      const [from, control, to] = [at, points[0], points[1]];
      for (let i = 1; i <= 6; i += 1) lineTo(blend([from, control, to], i / 6));
    } else if (command === 'bezierCurveTo' && points[0] && points[1] && points[2]) {
      const curve = [at, points[0], points[1], points[2]];
      for (let i = 1; i <= 8; i += 1) lineTo(blend(curve, i / 8));
    } else if (command === 'closePath') lineTo(start);
  }
  return edges;
}

/** De Casteljau: the point at `t` of a curve of any degree. */
function blend(points: readonly Point[], t: number): Point {
  let list = points;
  while (list.length > 1) {
    list = list.slice(1).map((point, i) => {
      const before = list[i] as Point;
      return [before[0] + (point[0] - before[0]) * t, before[1] + (point[1] - before[1]) * t];
    });
  }
  return list[0] as Point;
}

function pairs(args: readonly number[]): Point[] {
  return Array.from({ length: args.length >> 1 }, (_, i) => [args[i * 2] ?? 0, args[i * 2 + 1] ?? 0]);
}

/** Scan lines through the middle of each dot row, non-zero winding. */
function fill(edges: readonly Edge[], width: number, height: number): Bitmap {
  const rowBytes = (width + 7) >> 3;
  const bits = new Uint8Array(rowBytes * height);
  const rows: { x: number; turn: number }[][] = Array.from({ length: height }, () => []);
  for (const { x0, y0, x1, y1 } of edges) {
    if (y0 === y1) continue;
    const [top, bottom] = y0 < y1 ? [y0, y1] : [y1, y0];
    for (let row = Math.max(0, Math.ceil(top - 0.5)); row < height && row + 0.5 < bottom; row += 1) {
      rows[row]?.push({ x: x0 + ((row + 0.5 - y0) / (y1 - y0)) * (x1 - x0), turn: y0 < y1 ? 1 : -1 });
    }
  }
  rows.forEach((crossings, row) => {
    crossings.sort((a, b) => a.x - b.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, i) => {
      winding += turn;
      const next = crossings[i + 1];
      if (winding === 0 || !next) return;
      for (let dot = Math.max(0, Math.round(x)); dot < Math.min(width, Math.round(next.x)); dot += 1) {
        const at = row * rowBytes + (dot >> 3);
        bits[at] = (bits[at] ?? 0) | (0x80 >> (dot & 7));
      }
    });
  });
  return { width, height, rowBytes, bits };
}
