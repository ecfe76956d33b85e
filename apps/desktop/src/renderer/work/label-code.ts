export interface LabelCode {
  readonly rxNumber: string;
  readonly fillNumber: number;
  readonly part: number;
}

/** The bar code of our own labels: `RX7001234-2`, with the part of a split fill behind it: `RX7001234-2-1`. */
export function readLabelCode(code: string): LabelCode | null {
  const match = /^RX(\d{3,12})-(\d{1,3})(?:-(\d{1,3}))?$/i.exec(code.trim());
  if (!match) return null;
  return { rxNumber: match[1] ?? '', fillNumber: Number(match[2]), part: Number(match[3] ?? 0) };
}
