import type { Direction, ShapedLine } from '../text/shape.ts';

/** A page as marks on it, in points from its top left corner: what the PDF and the ZPL writer both draw. */
export interface Page {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}
export type Mark = TextMark | RectMark | MatrixMark;

export interface TextMark {
  readonly kind: 'text';
  /** Element it belongs to. */
  readonly key: string;
  readonly line: ShapedLine;
  readonly direction: Direction;
  readonly weight: 400 | 700;
  /** Left end and baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly isWhite: boolean;
}
export interface RectMark {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: 'black' | 'grey' | null;
}
export interface MatrixMark {
  readonly kind: 'matrix';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
