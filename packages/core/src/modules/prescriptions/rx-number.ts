import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import { sha256 } from '../../kernel/canonical.ts';
import type { Unit } from '../../kernel/module.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { placeInRegister } from '../../kernel/replica/terminal-register.ts';

/**
 * Prescription numbers without asking anybody: each incarnation of a terminal claims a series once, in the ledger, and
 * counts inside it. Series 1 to 8 are that digit and six more (1000001); from the ninth on a 9, two digits and six more
 * (909000001), so the two never meet. A terminal restored from a backup is a new incarnation and counts in a new series.
 * Terminals that are apart choose different series; should two have claimed one after all, the later one claims again
 * at its next prescription. RX-2.
 */
export interface SeriesState {
  /** Origin by series; the first claim in the ledger's order stands. */
  readonly owners: Readonly<Record<string, string>>;
}
export type SeriesEvent = DomainEvent<'rx-series.claimed', { readonly series: number; readonly owner: string }>;

export const seriesAggregate: AggregateType<SeriesState, SeriesEvent> = {
  kind: 'rx-series',
  initial: () => ({ owners: {} }),
  apply: (state, event) =>
    event.type !== 'rx-series.claimed' || state.owners[event.payload.series] !== undefined
      ? state
      : { owners: { ...state.owners, [event.payload.series]: event.payload.owner } },
};
export const seriesId = 'store';

const perSeries = 1_000_000;
/** One digit before the six; behind them those with three. */
const shortSeries = 8;
const longSeries = 99;

/** First number of a series; the counter is its last six digits. */
export function seriesStart(series: number): number {
  return series <= shortSeries ? series * perSeries : (900 + series) * perSeries;
}

/** The next number of this terminal, claiming a series when it has none or its series is full. */
export function nextRxNumber(unit: Unit, owner: string): string {
  const owners = unit.load(seriesAggregate, seriesId)?.owners ?? {};
  const mine = Object.keys(owners)
    .filter((series) => owners[series] === owner)
    .map(Number);
  for (const series of mine.sort((a, b) => b - a)) {
    const number = nextIn(unit.db, series);
    if (number !== null) return number;
  }
  const series = freeSeries(unit.db, owner, owners);
  unit.append(seriesAggregate, seriesId, { type: 'rx-series.claimed', payload: { series, owner } });
  return String(seriesStart(series) + 1);
}

/**
 * Terminals that are apart must not choose alike: each takes the series of its place in the register, and a later
 * incarnation, or a series that is full, one that its own name leads to.
 */
function freeSeries(db: ReadDb, owner: string, owners: SeriesState['owners']): number {
  const place = placeInRegister(db, owner.slice(0, owner.lastIndexOf(':')));
  if (place !== null && place <= longSeries && owners[place] === undefined) return place;
  const spread = place === null ? 0 : shortSeries + ((sha256(owner)[0] as number) % (longSeries - shortSeries));
  for (let step = 0; step < longSeries; step += 1) {
    const series = 1 + ((spread + step) % longSeries);
    if (owners[series] === undefined) return series;
  }
  return Object.keys(owners).length + 1;
}

/** Null when the series is full. Numbers of a series have one length, so their order as text is their order. */
function nextIn(db: ReadDb, series: number): string | null {
  const start = seriesStart(series);
  const last = db
    .prepare<{ rx_number: string }>(
      'SELECT rx_number FROM prescriptions_prescription WHERE rx_number > ? AND rx_number <= ? ORDER BY rx_number DESC LIMIT 1',
    )
    .get(String(start), String(start + perSeries - 1));
  const next = last ? Number(last.rx_number) + 1 : start + 1;
  return next < start + perSeries ? String(next) : null;
}

/** The running incarnation of this terminal: `terminal:incarnation`. */
export function ownOrigin(db: ReadDb, terminalId: string): string {
  const row = db
    .prepare<{ origin: string }>(
      'SELECT origin FROM origin WHERE terminal_id = ? ORDER BY started_at DESC, no DESC LIMIT 1',
    )
    .get(terminalId);
  return row?.origin ?? terminalId;
}
