import { isControlledDrug } from './controlled.ts';
import { countLot } from './handlers-counts.ts';
import { changeStatus } from './handlers-lots.ts';
import type { MovementReason } from './model.ts';
import type { LotFinding, RightsPort, StockFindings, StrandedRights } from './services.ts';
import type { StockRoom } from './stock-room.ts';

/** What of the stock waits for a person, for the exceptions inbox, and the ways to settle it. */
export function stockFindings(room: StockRoom, port: RightsPort): StockFindings {
  const { context } = room;
  const isControlled = (drugKey: string) => isControlledDrug(room.reader.drug(drugKey));
  return {
    open: () =>
      context.db
        .prepare<LotFinding & Record<string, string>>(
          `SELECT aggregate_id AS batchId, kind, since, mark FROM inventory_discrepancy ORDER BY since, aggregate_id`,
        )
        .all(),
    stranded: (batchId) =>
      strandedRights(room, port, batchId).filter(({ batchId }) => isControlled(drugKeyOf(room, batchId))),
    isControlled,
    lastMovements: (batchId, limit) =>
      context.db
        .prepare<{ at: string; userName: string; terminalId: string; reason: MovementReason; deltaMilli: number }>(
          `SELECT at, user_name AS userName, terminal_id AS terminalId, reason, delta_milli AS deltaMilli
           FROM inventory_movement WHERE aggregate_id = ? ORDER BY hlc DESC, origin DESC, seq DESC, item DESC LIMIT ?`,
        )
        .all(batchId, limit),
    count: (unit, call, counted) => countLot(room, unit, call, counted),
    setStatus: (unit, call, wish) => changeStatus(room, unit, call, wish),
  };
}

/** Lots are looked through only while some incarnation is gone, which is rare. */
function strandedRights({ context }: StockRoom, port: RightsPort, batchId: string | undefined): StrandedRights[] {
  const gone = new Map<string, StrandedRights['stranding']>();
  for (const { origin } of context.db.prepare<{ origin: string }>('SELECT origin FROM origin').all()) {
    const stranding = origin === context.origin() ? null : port.strandingOf(origin);
    if (stranding !== null) gone.set(origin, stranding);
  }
  if (gone.size === 0) return [];
  return context.db
    .prepare<{ id: string; rights: string | null }>(
      `SELECT id, json_extract(state, '$.rights') AS rights FROM aggregate
       WHERE kind = 'lot' AND (? IS NULL OR id = ?) ORDER BY id`,
    )
    .all(batchId ?? null, batchId ?? null)
    .flatMap(({ id, rights }) =>
      Object.entries(JSON.parse(rights ?? '{}') as Record<string, number>).flatMap(([origin, quantityMilli]) => {
        const stranding = gone.get(origin);
        return stranding && quantityMilli > 0 ? [{ batchId: id, origin, stranding, quantityMilli }] : [];
      }),
    );
}

function drugKeyOf({ context }: StockRoom, batchId: string): string {
  const row = context.db
    .prepare<{ drug_key: string }>('SELECT drug_key FROM inventory_lot WHERE aggregate_id = ?')
    .get(batchId);
  return row?.drug_key ?? '';
}
