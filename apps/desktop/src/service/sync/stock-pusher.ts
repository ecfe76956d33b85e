import type { InventoryService, Random } from '@apotheca/core';
import {
  decodeSharedStock,
  encodeSharedStock,
  partsOf,
  sharedStockChannel,
} from '@apotheca/core/replication/shared-stock';
import type { Switchboard } from './switchboard.ts';

export interface StockPusherOptions {
  readonly switchboard: Pick<Switchboard, 'send' | 'listen' | 'linked'>;
  /** Null while the inventory is off. */
  inventory(): InventoryService | null;
  readonly random: Random;
}

/** What one relay was told. */
interface Told {
  readonly decision: number;
  readonly room: string;
  /** What it has of the document; null for nothing. */
  vector: Uint8Array | null;
}

/**
 * Shows the stock document to the relay while the owner lets the chain see it, and tells the relay to forget it when
 * the owner took that back. Nothing is sent while nobody decided anything.
 */
export class StockPusher {
  readonly #options: StockPusherOptions;
  readonly #told = new Map<string, Told>();
  readonly #unlisten: () => void;

  constructor(options: StockPusherOptions) {
    this.#options = options;
    this.#unlisten = options.switchboard.listen(sharedStockChannel, (from, body) => {
      // A document that was pushed in a hurry may have lost a piece; a relay asks for all of it then.
      if (decodeSharedStock(body)?.type === 'again') this.#told.delete(from);
    });
  }

  stop(): void {
    this.#unlisten();
  }

  /** Every second or two. */
  tick(): void {
    const inventory = this.#options.inventory();
    const relays = this.#options.switchboard.linked().filter(({ kind }) => kind === 'relay');
    for (const id of this.#told.keys()) if (!relays.some(({ terminalId }) => terminalId === id)) this.#told.delete(id);
    if (!inventory) return;
    const sharing = inventory.viewers.sharing();
    if (sharing.decision === 0) return;
    for (const { terminalId } of relays) this.#tell(terminalId, inventory, sharing);
  }

  #tell(relay: string, { replica }: InventoryService, sharing: { isShared: boolean; decision: number }): void {
    const { decision, isShared } = sharing;
    const room = replica.room();
    const before = this.#told.get(relay);
    const told: Told =
      before?.decision === decision && before.room === room ? before : { decision, room, vector: null };
    if (!isShared) {
      const isNew = told !== before;
      if (isNew && this.#send(relay, { type: 'forget', decision })) this.#told.set(relay, told);
      return;
    }
    const vector = replica.encodeStateVector();
    if (told.vector && Buffer.compare(told.vector, vector) === 0) return;
    const update = told.vector ? replica.encodeUpdate(told.vector) : replica.encodeState();
    const id = Buffer.from(this.#options.random.bytes(8)).toString('hex');
    const isSent = partsOf(id, update).every((part) => this.#send(relay, { type: 'part', decision, room, part }));
    this.#told.set(relay, { decision, room, vector: isSent ? vector : null });
  }

  #send(relay: string, message: Parameters<typeof encodeSharedStock>[0]): boolean {
    return this.#options.switchboard.send(relay, sharedStockChannel, encodeSharedStock(message));
  }
}
