import type { ReadDb } from '../../kernel/ports.ts';
import { type DrawerState, expectedCash } from './drawer.ts';

/** The drawer that stands open at this terminal; null when there is none. */
export function openDrawerId(db: ReadDb, terminalId: string): string | null {
  return (
    db
      .prepare<{ id: string }>(
        "SELECT aggregate_id AS id FROM pos_drawer WHERE terminal_id = ? AND status = 'open' ORDER BY opened_at DESC LIMIT 1",
      )
      .get(terminalId)?.id ?? null
  );
}

/** Cash of sales less cash refunds that went through a drawer. */
export function cashOfDrawer(db: ReadDb, drawerId: string): number {
  return (
    db
      .prepare<{ cents: number | null }>(
        "SELECT SUM(amount_cents) AS cents FROM pos_money WHERE drawer_id = ? AND method = 'cash'",
      )
      .get(drawerId)?.cents ?? 0
  );
}

export function expectedInDrawer(db: ReadDb, drawer: DrawerState): number {
  return expectedCash(drawer, cashOfDrawer(db, drawer.drawerId));
}
