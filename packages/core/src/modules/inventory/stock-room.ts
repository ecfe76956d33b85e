import { fromMilli } from '../../kernel/contract.ts';
import type { ModuleContext, Unit } from '../../kernel/module.ts';
import { ok, RefusalError, type Result, refuse, unwrap } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { isControlledDrug, isStatedControlled } from './controlled.ts';
import type { LotRefusal } from './decide-movement.ts';
import { lotAggregate, normalLotNumber } from './lot.ts';
import type { LotHolds } from './lot-holds.ts';
import type { Cost, LotMoved, LotState } from './model.ts';
import { coveredMilli } from './rights.ts';
import type { RightsDesk } from './rights-desk.ts';
import type { StockAdvice } from './stock-advice.ts';
import type { StockKeeper } from './stock-keeper.ts';
import type { StockReader } from './stock-reader.ts';
import { lotsOf } from './stock-tables.ts';

/** What the handlers of this module work with. */
export interface StockRoom {
  readonly context: ModuleContext;
  readonly keeper: StockKeeper;
  readonly reader: StockReader;
  readonly advice: StockAdvice;
  readonly desk: RightsDesk;
  readonly holds: LotHolds;
}

/** One lot as a request names it: by id, or by what stands on the package. */
export interface LotRef {
  readonly batchId?: string;
  readonly ndc?: string;
  readonly lotNumber?: string;
  readonly expiresOn?: string;
}

export function drugOf(context: ModuleContext, ndc: string): Result<DrugRecord, LotRefusal> {
  const drug = context.use('drugs').find(ndc);
  return drug === undefined ? refuse('unknown-drug', { ndc }) : ok(drug);
}

export function findLot(
  context: ModuleContext,
  unit: Unit,
  ref: LotRef,
  line: number | null = null,
): Result<LotState, LotRefusal> {
  const unknown = () => refuse('unknown-lot', { line, ndc: ref.ndc ?? null, lotNumber: ref.lotNumber ?? null });
  if (ref.batchId !== undefined) {
    const lot = unit.load(lotAggregate, ref.batchId);
    return lot === undefined ? unknown() : ok(lot);
  }
  if (ref.ndc === undefined || ref.lotNumber === undefined) return unknown();
  const drug = drugOf(context, ref.ndc);
  if (!drug.ok) return drug;
  const number = normalLotNumber(ref.lotNumber);
  const found = lotsOf(unit.db, drug.value.key).filter(
    (row) => row.lot_number === number && (ref.expiresOn === undefined || row.expires_on === ref.expiresOn),
  );
  const [row] = found;
  if (row === undefined) return unknown();
  if (found.length > 1) {
    return refuse('ambiguous-lot', { lotNumber: number, expiresOn: found.map((one) => one.expires_on) });
  }
  const lot = unit.load(lotAggregate, row.aggregate_id);
  return lot === undefined ? unknown() : ok(lot);
}

/** Opens the lot unless it is open already; two terminals may both do so. */
export function openLot(
  unit: Unit,
  lot: { batchId: string; drug: DrugRecord; lotNumber: string; expiresOn: string },
): void {
  if (unit.load(lotAggregate, lot.batchId)?.openedAt) return;
  const { drug, lotNumber, expiresOn } = lot;
  unit.append(lotAggregate, lot.batchId, {
    type: 'lot.opened',
    payload: { drugKey: drug.key, name: drug.name, lotNumber, expiresOn },
  });
}

/** What this incarnation has rights to; null where the lot is not controlled. */
export function rightsHere(room: StockRoom, lot: LotState): number | null {
  const isControlled = lot.isControlled || isControlledDrug(room.reader.drug(lot.drugKey));
  return isControlled ? coveredMilli(lot, room.context.origin()) : null;
}

/** The one way stock moves. Controlled stock leaves only as far as this terminal's rights go. */
export function moveLot(
  room: StockRoom,
  unit: Unit,
  lot: { batchId: string; drugKey: string },
  movement: Omit<LotMoved, 'on' | 'drugKey'>,
): LotState {
  const before = unit.load(lotAggregate, lot.batchId);
  if (before !== undefined && movement.deltaMilli < 0) mustHaveRights(room, before, -movement.deltaMilli);
  const isNews = !before?.isControlled && isStatedControlled(room.reader.drug(lot.drugKey));
  return unit.append(lotAggregate, lot.batchId, {
    type: 'lot.moved',
    payload: { ...movement, on: unit.today, drugKey: lot.drugKey, ...(isNews ? { controlled: true } : {}) },
  });
}

function mustHaveRights(room: StockRoom, lot: LotState, neededMilli: number): void {
  const here = rightsHere(room, lot);
  if (here === null || here >= neededMilli) return;
  throw new RefusalError({
    kind: 'rights-elsewhere',
    data: {
      batchId: lot.id,
      needed: fromMilli(neededMilli),
      here: fromMilli(Math.max(0, here)),
      elsewhere: fromMilli(lot.onHandMilli - here),
    },
  });
}

/** Before a command that takes stock: controlled lots may need rights from another terminal. */
export async function gatherFor(room: StockRoom, ref: LotRef, quantityMilli: number): Promise<void> {
  if (ref.batchId !== undefined) await room.desk.gatherLot(ref.batchId, quantityMilli);
  else if (ref.ndc !== undefined) await room.desk.gather(room.reader.drug(ref.ndc)?.key ?? ref.ndc, quantityMilli);
}

export function costFor(costCents: number | null, quantityMilli: number): Cost | null {
  return costCents === null ? null : { costCents, forMilli: quantityMilli };
}

/** The name to show: the catalog's, or the one the lot was opened with. */
export function nameOf(room: StockRoom, lot: { drugKey: string; name: string }): string {
  return room.reader.drug(lot.drugKey)?.name ?? lot.name;
}

export function mustFindDrug(context: ModuleContext, ndc: string): DrugRecord {
  return unwrap(drugOf(context, ndc));
}
