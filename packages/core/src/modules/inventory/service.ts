import type { Unit } from '../../kernel/module.ts';
import { assert, ok, type Result, refuse } from '../../kernel/refusal.ts';
import { isControlledDrug } from './controlled.ts';
import { type AllocatableLot, type AllocationPlan, decideAllocation, planAllocation } from './decide-allocation.ts';
import { stockFindings } from './findings.ts';
import { viewersService } from './handlers-viewers.ts';
import { lotAggregate } from './lot.ts';
import type { Allocation, AllocationRefusal, MovementReason, MovementRef } from './model.ts';
import { priceBasisOf, settingsOf } from './product-tables.ts';
import { drugMovementsAfter, movementCount, origins } from './saved-stock.ts';
import type { AllocationRequest, InventoryService, RightsPort } from './services.ts';
import { sumMilli } from './stock-reader.ts';
import { moveLot, rightsHere, type StockRoom } from './stock-room.ts';
import { lotsOf } from './stock-tables.ts';

/** What the other modules get. Everything that decides reads the ledger's own sums, inside the caller's unit. */
export function inventoryService(room: StockRoom, port: RightsPort): InventoryService {
  const { context, keeper, reader } = room;
  const keyOf = (ndc: string) => context.use('drugs').find(ndc)?.key ?? ndc;
  return {
    allocate: (unit, request) => allocate(room, unit, request),
    explain: (request) => explainAllocation(room, request),
    take: (unit, movement) => moveAll(room, unit, movement, -1),
    giveBack: (unit, movement) => moveAll(room, unit, movement, 1),
    onHandMilli: (ndc) => sumMilli(reader.lots(keyOf(ndc))),
    saleableMilli: (ndc) => sumMilli(reader.lots(keyOf(ndc)).filter((lot) => reader.isSaleable(lot))),
    priceBasis: (ndc) => {
      const key = keyOf(ndc);
      return priceBasisOf(context.db, key, reader.drug(key)?.packageSizeMilli ?? null);
    },
    settings: (ndc) => settingsOf(context.db, keyOf(ndc)),
    lot: (batchId) => context.load(lotAggregate, batchId),
    digest: () => keeper.digest(),
    health: () => keeper.health(countDiscrepancies(room)),
    upkeep() {
      room.holds.tick();
      keeper.upkeep(() => port.leads());
    },
    viewers: viewersService(room),
    holds: {
      put: (key, allocations) => room.holds.put(key, allocations),
      end: (key) => room.holds.end(key),
      ofDrug: (ndc, key) =>
        lotsOf(context.db, keyOf(ndc)).flatMap((lot) => {
          const terminals = reader.holdersOf(lot.aggregate_id, key);
          return terminals.length > 0 ? [{ lotNumber: lot.lot_number, terminals }] : [];
        }),
    },
    replica: keeper.replica,
    findings: stockFindings(room, port),
    keyOf,
    movementOrigins: () => origins(context.db),
    controlledMovements: (origin, afterSeq) =>
      drugMovementsAfter(context.db, origin, afterSeq, (key) => isControlledDrug(reader.drug(key))),
    movementCount: (drugKey) => movementCount(context.db, drugKey),
    rights: {
      pass: (wish) => room.desk.pass(wish),
      wishes: () => room.desk.wishes(),
      gather: (ndc, quantityMilli) => room.desk.gather(keyOf(ndc), quantityMilli),
      gatherLot: (batchId, quantityMilli) => room.desk.gatherLot(batchId, quantityMilli),
    },
  };
}

function allocate(
  room: StockRoom,
  unit: Unit,
  request: AllocationRequest,
): Result<readonly Allocation[], AllocationRefusal> {
  const drug = room.context.use('drugs').find(request.ndc11);
  const key = drug?.key ?? request.ndc11;
  const lots = lotsOf(unit.db, key).flatMap((row): AllocatableLot[] => {
    const lot = unit.load(lotAggregate, row.aggregate_id);
    if (lot === undefined) return [];
    const isHeld = room.holds.isHeldFrom(request.holdKey, lot.id);
    return [{ ...lot, batchId: lot.id, reservedMilli: 0, rightsMilli: rightsHere(room, lot), isHeld }];
  });
  if (drug === undefined && lots.length === 0) return refuse('unknown-drug', { ndc: request.ndc11 });
  const decided = decideAllocation(lots, { ...request, today: unit.today });
  return decided.ok ? ok(decided.value) : decided;
}

/** What a fill would take now, and what it would pass over and why; for a screen, outside a command. */
export function explainAllocation(room: StockRoom, request: AllocationRequest): AllocationPlan {
  const key = room.context.use('drugs').find(request.ndc11)?.key ?? request.ndc11;
  const lots = room.reader.lots(key).map((lot) => ({
    batchId: lot.aggregate_id,
    lotNumber: lot.lot_number,
    expiresOn: lot.expires_on,
    onHandMilli: lot.onHandMilli,
    status: lot.status,
    reservedMilli: 0,
    rightsMilli: rightsInRow(room, lot.aggregate_id),
    isHeld: room.holds.isHeldFrom(request.holdKey, lot.aggregate_id),
  }));
  return planAllocation(lots, { ...request, today: room.context.today() });
}

function moveAll(
  room: StockRoom,
  unit: Unit,
  movement: { allocations: readonly Allocation[]; reason: MovementReason; ref: MovementRef },
  sign: 1 | -1,
): void {
  for (const { batchId, quantityMilli } of movement.allocations) {
    const lot = unit.load(lotAggregate, batchId);
    assert(lot !== undefined, 'an allocated lot exists');
    assert(Number.isSafeInteger(quantityMilli) && quantityMilli > 0, 'an allocation is above zero, in thousandths');
    const deltaMilli = sign * quantityMilli;
    moveLot(room, unit, { batchId, drugKey: lot.drugKey }, { deltaMilli, reason: movement.reason, ref: movement.ref });
  }
}

function rightsInRow(room: StockRoom, batchId: string): number | null {
  const lot = room.context.load(lotAggregate, batchId);
  return lot === undefined ? null : rightsHere(room, lot);
}

export function countDiscrepancies(room: StockRoom): number {
  const row = room.context.db.prepare<{ found: number }>('SELECT count(*) AS found FROM inventory_discrepancy').get();
  return row?.found ?? 0;
}
