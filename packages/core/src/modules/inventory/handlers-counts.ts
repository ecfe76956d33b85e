import { fromMilli, toMilli } from '../../kernel/contract.ts';
import type { Call, Handlers, Unit } from '../../kernel/module.ts';
import { holds } from '../../kernel/permissions.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import type { inventoryContract } from './contract.ts';
import { isControlledDrug } from './controlled.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { type CountedLot, decideCountSubmission, varianceOf } from './decide-count.ts';
import { lotAggregate } from './lot.ts';
import { settingsOf } from './product-tables.ts';
import { type CountLine, type CountLineState, type StockCountState, stockCountAggregate } from './stock-count.ts';
import { findLot, type LotRef, moveLot, mustFindDrug, nameOf, rightsHere, type StockRoom } from './stock-room.ts';
import { lotsOf, stockedDrugs } from './stock-tables.ts';

type Counting = Pick<
  Handlers<typeof inventoryContract>,
  'count' | 'counts' | 'countSheet' | 'submitCount' | 'decideCount'
>;
type CountedLine = LotRef & { counted: number };

export function countHandlers(room: StockRoom): Counting {
  const { context } = room;
  return {
    count(input, call) {
      const countId = context.command(call, { action: 'inventory.count' }, (unit) => {
        const lines = input.lines?.map((line) => toCounted(room, unit, line));
        const batchIds = lines?.map((line) => line.batchId) ?? chosenLots(room, input);
        if (batchIds.length === 0) throw new RefusalError({ kind: 'nothing-to-count', data: undefined });
        unit.authorize({ lots: batchIds.length });
        const id = unit.newId('count');
        const count = openSheet(unit, id, input.title ?? `Count of ${unit.today}`, batchIds);
        if (lines) submit(room, unit, { id, count, lines, call });
        return id;
      });
      return toCount(room, countId);
    },

    counts({ openOnly, cursor, limit }) {
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['9999', ''];
      const rows = context.db
        .prepare<CountRow>(
          `SELECT * FROM inventory_count WHERE (opened_at, aggregate_id) < (?, ?)
             AND (? = 0 OR status IN ('open', 'waiting'))
           ORDER BY opened_at DESC, aggregate_id DESC LIMIT ?`,
        )
        .all(...after, openOnly ? 1 : 0, limit + 1);
      return toPage(rows, limit, toSummary, (row) => [row.opened_at, row.aggregate_id]);
    },

    countSheet: ({ id }) => toCount(room, id),

    submitCount({ id, lines }, call) {
      context.command(call, { action: 'inventory.count' }, (unit) => {
        const count = unit.load(stockCountAggregate, id);
        if (count === undefined) throw notFound(id);
        unit.authorize({ lots: lines.length });
        submit(room, unit, { id, count, lines: lines.map((line) => toCounted(room, unit, line)), call });
        return null;
      });
      return toCount(room, id);
    },

    decideCount({ id, accept, reason }, call) {
      context.command(call, { action: 'inventory.adjust' }, (unit) => {
        const count = unit.load(stockCountAggregate, id);
        if (count === undefined) throw notFound(id);
        if (count.status !== 'waiting') {
          throw new RefusalError({ kind: 'count-closed', data: { status: count.status } });
        }
        unit.authorize({ accept, reason });
        const waiting = count.lines.filter((line) => line.state === 'waiting');
        unit.append(stockCountAggregate, id, { type: 'count.decided', payload: { accept, reason } });
        if (accept) for (const line of waiting) post(room, unit, id, line, reason);
        return null;
      });
      return toCount(room, id);
    },
  };
}

function openSheet(unit: Unit, id: string, title: string, batchIds: readonly string[]): StockCountState {
  return unit.append(stockCountAggregate, id, {
    type: 'count.opened',
    payload: { title, batchIds: [...new Set(batchIds)] },
  });
}

/** Inside a command: one lot counted and handed in. Answers what became of its line. */
export function countLot(
  room: StockRoom,
  unit: Unit,
  call: Call,
  counted: { readonly batchId: string; readonly counted: number; readonly title: string },
): CountLineState {
  const id = unit.newId('count');
  const line = toCounted(room, unit, counted);
  const count = openSheet(unit, id, counted.title, [line.batchId]);
  submit(room, unit, { id, count, lines: [line], call });
  return unit.load(stockCountAggregate, id)?.lines[0]?.state ?? 'to-count';
}

function toCounted(room: StockRoom, unit: Unit, line: CountedLine): CountedLot {
  const lot = unwrap(findLot(room.context, unit, line));
  return {
    batchId: lot.id,
    countedMilli: toMilli(line.counted),
    bookMilli: lot.onHandMilli,
    isControlled: isControlledDrug(room.reader.drug(lot.drugKey)),
    priorCounts: lot.countHeads,
    rightsMilli: rightsHere(room, lot),
  };
}

function submit(
  room: StockRoom,
  unit: Unit,
  what: { id: string; count: StockCountState; lines: readonly CountedLot[]; call: Call },
): void {
  const { id, count, call } = what;
  const mayAdjustControlled = call.session !== null && holds(call.session.role, 'inventory.adjust-controlled');
  const lines = unwrap(decideCountSubmission(count, what.lines, mayAdjustControlled));
  unit.append(stockCountAggregate, id, { type: 'count.submitted', payload: { lines } });
  for (const line of lines) if (line.state !== 'waiting') post(room, unit, id, line);
}

/** Stock follows the count by the difference, so that what moved since then still counts. */
function post(room: StockRoom, unit: Unit, countId: string, line: CountLine, note?: string): void {
  const lot = unit.load(lotAggregate, line.batchId);
  const variance = varianceOf(line);
  if (lot === undefined || variance === null) return;
  moveLot(
    room,
    unit,
    { batchId: lot.id, drugKey: lot.drugKey },
    {
      deltaMilli: variance.milli,
      reason: 'count',
      ref: { kind: 'count', id: countId },
      count: { head: unit.newId('counted'), prior: line.priorCounts },
      ...(note ? { note } : {}),
    },
  );
}

interface CountChoice {
  readonly ndcs?: readonly string[];
  readonly binLocation?: string;
  readonly controlledOnly: boolean;
  readonly batchIds?: readonly string[];
}

/** Lots to count: the named ones, or those with a book quantity of the chosen drugs. */
function chosenLots(room: StockRoom, choice: CountChoice): string[] {
  const { context, reader } = room;
  if (choice.batchIds) return [...choice.batchIds].filter((id) => context.load(lotAggregate, id) !== undefined);
  const keys = choice.ndcs
    ? choice.ndcs.map((ndc) => mustFindDrug(context, ndc).key)
    : stockedDrugs(context.db).map((drug) => drug.key);
  return keys
    .filter((key) => !choice.controlledOnly || isControlledDrug(reader.drug(key)))
    .filter((key) => choice.binLocation === undefined || settingsOf(context.db, key).binLocation === choice.binLocation)
    .flatMap((key) => lotsOf(context.db, key).filter((row) => row.on_hand_milli !== 0))
    .map((row) => row.aggregate_id);
}

interface CountRow {
  readonly aggregate_id: string;
  readonly title: string;
  readonly status: StockCountState['status'];
  readonly opened_at: string;
  readonly opened_by: string;
  readonly submitted_at: string | null;
  readonly submitted_by: string | null;
  readonly line_count: number;
}

function toSummary(row: CountRow) {
  return {
    countId: row.aggregate_id,
    title: row.title,
    status: row.status,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    submittedAt: row.submitted_at,
    submittedBy: row.submitted_by,
    lineCount: row.line_count,
  };
}

function toCount(room: StockRoom, countId: string) {
  const state = room.context.load(stockCountAggregate, countId);
  if (state === undefined) throw notFound(countId);
  const { title, status, openedAt, openedBy, submittedAt, submittedBy } = state;
  const lines = state.lines.flatMap((line) => toCountLine(room, line));
  return { countId, title, status, openedAt, openedBy, submittedAt, submittedBy, lines };
}

/** Blind until handed in: before that a line carries no book quantity. */
function toCountLine(room: StockRoom, line: CountLine) {
  const lot = room.context.load(lotAggregate, line.batchId);
  if (lot === undefined) return [];
  const variance = varianceOf(line);
  return [
    {
      batchId: line.batchId,
      ndc: lot.drugKey,
      name: nameOf(room, lot),
      schedule: room.reader.drug(lot.drugKey)?.schedule ?? null,
      lotNumber: lot.lotNumber,
      expiresOn: lot.expiresOn,
      binLocation: settingsOf(room.context.db, lot.drugKey).binLocation,
      counted: line.countedMilli === null ? null : fromMilli(line.countedMilli),
      book: line.bookMilli === null ? null : fromMilli(line.bookMilli),
      variance: variance === null ? null : fromMilli(variance.milli),
      varianceBasisPoints: variance?.basisPoints ?? null,
      recount: variance?.recount ?? false,
      state: line.state,
    },
  ];
}

function notFound(id: string): RefusalError {
  return new RefusalError({ kind: 'not-found', data: { what: 'count', id } });
}
