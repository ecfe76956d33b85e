import type { ModuleContext } from '../../kernel/module.ts';
import { systemCall } from '../nodes/system-call.ts';
import { type OrderedMovement, orderAggregate } from './order.ts';

/** Movements given a place in one event. */
const movementsAtOnce = 200;

export interface ClerkParts {
  readonly context: ModuleContext;
  /** Epoch held now; null while another terminal leads. */
  epoch(): number | null;
  /** Whether all that a majority of the voters have is here: what an earlier holder made final among it. */
  isCaughtUp(): boolean;
}

/**
 * Gives every movement of a controlled drug its place `(epoch, index)` in the one order of the store. Only the holder
 * of the lease does so, and only when it has what a majority of the voters have; so no place that a majority confirmed
 * is given to another movement. Movements made while cut off keep their own order and get their places on return.
 */
export class Clerk {
  readonly #parts: ClerkParts;
  /** Per origin, up to where every movement is known to have a place. */
  readonly #placed = new Map<string, number>();

  constructor(parts: ClerkParts) {
    this.#parts = parts;
  }

  /** Every few seconds, a part at a time. Answers how many movements got a place. */
  tend(): number {
    const { epoch, isCaughtUp } = this.#parts;
    if (epoch() === null || !isCaughtUp()) return 0;
    const waiting = this.#waiting().slice(0, movementsAtOnce * 5);
    for (let from = 0; from < waiting.length; from += movementsAtOnce) {
      const held = epoch();
      if (held === null) return from;
      this.#place(held, waiting.slice(from, from + movementsAtOnce));
    }
    return waiting.length;
  }

  #place(epoch: number, movements: readonly OrderedMovement[]): void {
    this.#parts.context.command(systemCall('controlled.order'), { action: 'controlled.order' }, (unit) => {
      unit.authorize({ movements: movements.length });
      const first = this.#lastPlace() + 1;
      const payload = { epoch, first, movements };
      unit.append(orderAggregate, `epoch-${epoch}`, { type: 'controlled.ordered', payload });
    });
  }

  #lastPlace(): number {
    const row = this.#parts.context.db
      .prepare<{ last: number | null }>('SELECT max(place) AS last FROM controlled_entry')
      .get();
    return row?.last ?? 0;
  }

  /** In the order in which they happened, as far as clocks tell; each origin's in its own order. */
  #waiting(): OrderedMovement[] {
    const inventory = this.#parts.context.use('inventory');
    const waiting = inventory.movementOrigins().flatMap((origin) => {
      const after = this.#placed.get(origin) ?? 0;
      const { movements, lookedTo } = inventory.controlledMovements(origin, after);
      const open = movements.filter((one) => !this.#hasPlace(one));
      this.#placed.set(origin, open[0] ? open[0].seq - 1 : lookedTo);
      return open;
    });
    return waiting
      .sort(
        (a, b) =>
          a.hlc - b.hlc || (a.origin < b.origin ? -1 : Number(a.origin > b.origin)) || a.seq - b.seq || a.item - b.item,
      )
      .map(({ hlc: _hlc, ...movement }) => movement);
  }

  #hasPlace({ origin, seq, item }: OrderedMovement): boolean {
    const row = this.#parts.context.db
      .prepare('SELECT 1 FROM controlled_entry WHERE ref_origin = ? AND ref_seq = ? AND ref_item = ? LIMIT 1')
      .get(origin, seq, item);
    return row !== undefined;
  }
}
