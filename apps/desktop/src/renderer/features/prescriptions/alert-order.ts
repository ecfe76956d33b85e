export interface AlertFacts {
  readonly severity: string;
  readonly status: string;
  readonly blocking: boolean;
  readonly folded: boolean;
}

const weight: Readonly<Record<string, number>> = { contraindicated: 0, major: 1, moderate: 2, minor: 3 };

/** Worst first; what must be decided before what was decided. */
export function sortAlerts<A extends AlertFacts>(alerts: readonly A[]): A[] {
  const score = (alert: A) => (alert.blocking && alert.status === 'open' ? 0 : 10) + (weight[alert.severity] ?? 4);
  return alerts.toSorted((a, b) => score(a) - score(b));
}

/** The few that stand open: what blocks, and what is open and severe. The rest is folded with its count. */
export function matters(alert: AlertFacts): boolean {
  if (alert.status !== 'open') return false;
  return alert.blocking || (!alert.folded && (weight[alert.severity] ?? 4) <= 1);
}
