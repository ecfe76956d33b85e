export const lots = 3_000;

/** Ids as long as the product's: 16 characters, no common prefix beyond `lot_`. */
export function lotId(index: number): string {
  const scrambled = Math.imul(index + 1, 2_654_435_761) >>> 0;
  return `lot_${scrambled.toString(36).padStart(7, '0')}${(index * 7919).toString(36).padStart(5, '0')}`;
}

export function lotIds(): string[] {
  return Array.from({ length: lots }, (_, i) => lotId(i));
}
