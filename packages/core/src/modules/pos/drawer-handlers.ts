import type { Handlers, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { posContract } from './contract.ts';
import { type DrawerState, drawerAggregate } from './drawer.ts';
import { expectedInDrawer, openDrawerId } from './drawers.ts';
import { cursorOf, pageOf, readCursor } from './paging.ts';
import { drawerToWire } from './wire.ts';

type DrawerHandlers = Pick<Handlers<typeof posContract>, 'openDrawer' | 'drawers' | 'moveCash' | 'closeDrawer'>;

export function drawerHandlers(context: ModuleContext): DrawerHandlers {
  const loadOpen = (unit: Unit, id: string): DrawerState => {
    const drawer = unit.load(drawerAggregate, id);
    if (!drawer?.opened) throw new RefusalError({ kind: 'not-found', data: { what: 'cash drawer', id } });
    const { terminalId } = drawer;
    if (terminalId !== context.terminalId) throw new RefusalError({ kind: 'drawer-elsewhere', data: { terminalId } });
    if (drawer.closed) throw new RefusalError({ kind: 'drawer-closed', data: undefined });
    return drawer;
  };

  return {
    openDrawer({ openingFloatCents }, call) {
      return context.command(call, { action: 'pos.open-drawer' }, (unit) => {
        unit.authorize({});
        const drawerId = openDrawerId(unit.db, context.terminalId);
        if (drawerId !== null) throw new RefusalError({ kind: 'drawer-open-already', data: { drawerId } });
        const id = unit.newId('drawer');
        return drawerToWire(
          unit.append(drawerAggregate, id, { type: 'drawer.opened', payload: { floatCents: openingFloatCents } }),
        );
      });
    },

    drawers({ status, cursor, limit }) {
      const before = readCursor(cursor);
      const rows = context.db
        .prepare<{ id: string }>(
          `SELECT aggregate_id AS id FROM pos_drawer
            WHERE (? IS NULL OR status = ?) AND (opened_at, aggregate_id) < (?, ?)
            ORDER BY opened_at DESC, aggregate_id DESC LIMIT ?`,
        )
        .all(status ?? null, status ?? null, before.at, before.id, limit + 1);
      const found = rows.map(({ id }) => context.load(drawerAggregate, id)).filter((drawer) => drawer !== undefined);
      return pageOf(found, limit, (drawer) => cursorOf(drawer.opened?.at ?? '', drawer.drawerId), drawerToWire);
    },

    moveCash({ id, kind, amountCents, reason }, call) {
      return context.command(call, { action: 'pos.move-cash' }, (unit) => {
        unit.authorize({ kind });
        loadOpen(unit, id);
        const movementId = unit.newId('cash');
        return drawerToWire(
          unit.append(drawerAggregate, id, {
            type: 'drawer.cash-moved',
            payload: { movementId, kind, amountCents, reason },
          }),
        );
      });
    },

    closeDrawer({ id, countedCents, note }, call) {
      return context.command(call, { action: 'pos.close-drawer' }, (unit) => {
        unit.authorize({});
        const expectedCents = expectedInDrawer(unit.db, loadOpen(unit, id));
        const payload = {
          countedCents,
          expectedCents,
          differenceCents: countedCents - expectedCents,
          note: note ?? null,
        };
        return drawerToWire(unit.append(drawerAggregate, id, { type: 'drawer.closed', payload }));
      });
    },
  };
}
