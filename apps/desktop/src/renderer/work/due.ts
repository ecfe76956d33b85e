/** How far away a promised time is, in the unit a person would use. */
export interface Due {
  readonly isLate: boolean;
  readonly unit: 'now' | 'min' | 'h' | 'd';
  readonly count: number;
}

export function dueIn(due: string, nowMs: number): Due {
  const minutes = Math.round((Date.parse(due) - nowMs) / 60_000);
  const size = Math.abs(minutes);
  const isLate = minutes < 0;
  if (size === 0) return { isLate: false, unit: 'now', count: 0 };
  if (size < 60) return { isLate, unit: 'min', count: size };
  if (size < 48 * 60) return { isLate, unit: 'h', count: Math.round(size / 60) };
  return { isLate, unit: 'd', count: Math.round(size / 1440) };
}
