import type { Call, ModuleContext } from '../../kernel/module.ts';
import { addDays } from '../../kernel/time.ts';
import { isControlledDrug } from './controlled.ts';
import { lotAggregate } from './lot.ts';
import type { LotState } from './model.ts';
import { decideMakeUp, decidePass, rightsOf, spendableMilli } from './rights.ts';
import type { RightsPort, RightsWish } from './services.ts';
import type { StockReader } from './stock-reader.ts';
import { lotsOf } from './stock-tables.ts';

/** A terminal keeps at least this part of its share before it asks for more: one half. */
const lowShare = 2;
const wholeUnit = 1000;

/** Moves rights to controlled lots between terminals: on demand before a fill, and evenly while nothing happens. */
export class RightsDesk {
  readonly #context: ModuleContext;
  readonly #reader: StockReader;
  readonly #port: RightsPort;

  constructor(context: ModuleContext, reader: StockReader, port: RightsPort) {
    this.#context = context;
    this.#reader = reader;
    this.#port = port;
  }

  /**
   * Asks the other terminals for what this one lacks of a drug, and waits until it is here or they do not answer.
   * Never refuses: the command that follows decides with the rights that are here then.
   */
  async gather(drugKey: string, quantityMilli: number): Promise<void> {
    for (const lot of this.#lots(drugKey)) {
      const missing = quantityMilli - this.#spendableOf(drugKey);
      if (missing <= 0) return;
      await this.gatherLot(lot.id, Math.min(missing, lot.onHandMilli - this.#here(lot)) + this.#here(lot));
    }
  }

  /** The same for one lot. */
  async gatherLot(batchId: string, quantityMilli: number): Promise<void> {
    const own = this.#context.origin();
    for (const [origin] of this.#holders(batchId)) {
      const lot = this.#context.load(lotAggregate, batchId);
      if (!lot || !this.#isControlled(lot)) return;
      const missing = Math.min(quantityMilli, lot.onHandMilli) - rightsOf(lot, own);
      if (missing <= 0) return;
      if (!this.#port.isReachable(origin)) continue;
      const wish = { batchId, to: own, quantityMilli: missing, isUrgent: true };
      await this.#port.ask(origin, wish, () => rightsOf(this.#lot(batchId), own) >= quantityMilli);
    }
  }

  /** Another terminal asks. What is passed on is in the ledger when this returns. */
  pass(wish: RightsWish): number {
    const from = this.#context.origin();
    const known = this.#context.load(lotAggregate, wish.batchId);
    if (!known || this.#passable(known, from, wish) === 0) return 0;
    return this.#context.command(systemCall, { action: 'inventory.pass-rights' }, (unit) => {
      unit.authorize({ batchId: wish.batchId });
      const lot = unit.load(lotAggregate, wish.batchId);
      const quantityMilli = lot ? this.#passable(lot, from, wish) : 0;
      if (quantityMilli > 0) {
        const payload = { to: wish.to, quantityMilli };
        unit.append(lotAggregate, wish.batchId, { type: 'lot.rights-passed', payload });
      }
      return quantityMilli;
    });
  }

  /** What this terminal would like to hold more of, so that it can go on when it is cut off. */
  wishes(): { origin: string; wish: RightsWish }[] {
    this.makeUp();
    const own = this.#context.origin();
    return this.#controlledLots().flatMap((lot) => {
      const share = this.#share(lot);
      const here = rightsOf(lot, own);
      if (here >= Math.floor(share / lowShare)) return [];
      const [richest] = this.#holders(lot.id).filter(([origin]) => this.#port.isReachable(origin));
      if (!richest || richest[1] <= share) return [];
      const wish = { batchId: lot.id, to: own, quantityMilli: share - here, isUrgent: false };
      return [{ origin: richest[0], wish }];
    });
  }

  /** Makes up rights below zero from what is held here; then nobody counts them against their own any more. */
  makeUp(): void {
    const from = this.#context.origin();
    for (const { id } of this.#controlledLots()) {
      if (decideMakeUp(this.#lot(id), from).length === 0) continue;
      this.#context.command(systemCall, { action: 'inventory.pass-rights' }, (unit) => {
        unit.authorize({ batchId: id });
        const lot = unit.load(lotAggregate, id);
        for (const payload of lot ? decideMakeUp(lot, from) : []) {
          unit.append(lotAggregate, id, { type: 'lot.rights-passed', payload });
        }
      });
    }
  }

  #passable(lot: LotState, from: string, wish: RightsWish): number {
    const neededHereMilli = wish.isUrgent ? 0 : this.#share(lot);
    return decidePass(lot, { from, to: wish.to, quantityMilli: wish.quantityMilli, neededHereMilli });
  }

  /** An equal part for every terminal, in whole units. */
  #share(lot: LotState): number {
    const terminals = Math.max(1, this.#port.terminals());
    return Math.floor(Math.max(0, lot.onHandMilli) / terminals / wholeUnit) * wholeUnit;
  }

  /** Other holders of a lot, richest first. */
  #holders(batchId: string): [origin: string, milli: number][] {
    const own = this.#context.origin();
    return Object.entries(this.#context.load(lotAggregate, batchId)?.rights ?? {})
      .filter(([origin, milli]) => origin !== own && milli > 0)
      .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  }

  #lots(drugKey: string): LotState[] {
    const today = this.#context.today();
    return lotsOf(this.#context.db, drugKey)
      .filter((row) => row.status === 'available' && row.expires_on >= today && row.on_hand_milli > 0)
      .flatMap((row) => this.#context.load(lotAggregate, row.aggregate_id) ?? [])
      .filter((lot) => this.#isControlled(lot));
  }

  #isControlled(lot: LotState): boolean {
    return lot.isControlled || isControlledDrug(this.#reader.drug(lot.drugKey));
  }

  #controlledLots(): LotState[] {
    const soon = addDays(this.#context.today(), 1);
    return this.#context.db
      .prepare<{ key: string }>(
        'SELECT DISTINCT drug_key AS key FROM inventory_lot WHERE on_hand_milli > 0 AND expires_on >= ?',
      )
      .all(soon)
      .flatMap(({ key }) => this.#lots(key));
  }

  #spendableOf(drugKey: string): number {
    return this.#lots(drugKey).reduce((sum, lot) => sum + Math.max(0, this.#here(lot)), 0);
  }

  #here(lot: LotState): number {
    return spendableMilli(lot, this.#context.origin(), true);
  }

  #lot(batchId: string): LotState {
    return this.#context.load(lotAggregate, batchId) ?? lotAggregate.initial(batchId);
  }
}

const systemCall: Call = {
  session: null,
  address: 'local',
  ownWindow: false,
  idempotencyKey: null,
  procedure: 'inventory.passRights',
  requestId: 'rights',
  signal: new AbortController().signal,
};
