import {
  decodeSharedStock,
  encodeSharedStock,
  PartAssembly,
  type SharedStockMessage,
} from '@apotheca/core/replication/shared-stock';
import { feedCloses, InventoryDocument, StockFeed } from '@apotheca/crdt-inventory';

export interface SharedStockOptions {
  readonly storeId: string;
  send(to: string, message: Uint8Array): void;
}

/** What all updates of one epoch may add up to; a document of millions of movements is a few megabytes. */
const bytesMax = 64 * 1024 * 1024;

interface Shown {
  readonly room: string;
  readonly epoch: number;
  readonly document: InventoryDocument;
  readonly feed: StockFeed;
  bytes: number;
}

/**
 * The stock a store shows its chain, as its own terminals push it. In the clear and in memory only: after a restart
 * the terminals bring it again, and it is gone when the owner takes it back.
 */
export class SharedStock {
  readonly #options: SharedStockOptions;
  readonly #assemblies = new Map<string, PartAssembly>();
  #decision = 0;
  #shown: Shown | null = null;

  constructor(options: SharedStockOptions) {
    this.#options = options;
  }

  get shown(): { readonly room: string; readonly feed: StockFeed } | null {
    return this.#shown;
  }

  /** `from` is proven and a member. */
  received(from: string, body: Uint8Array): void {
    const message = decodeSharedStock(body);
    if (!message || message.type === 'again' || message.decision < this.#decision) return;
    this.#decision = message.decision;
    if (message.type === 'forget') this.close(feedCloses.notShared);
    else this.#take(from, message);
  }

  /** The room closes: its terminals bring it again. */
  stop(): void {
    this.close(feedCloses.stopping);
  }

  close(why: (typeof feedCloses)[keyof typeof feedCloses]): void {
    this.#shown?.feed.close(why);
    this.#shown?.document.destroy();
    this.#shown = null;
    this.#assemblies.clear();
  }

  #take(from: string, { room, part }: Extract<SharedStockMessage, { type: 'part' }>): void {
    const epoch = this.#epochOf(room);
    if (epoch === null || (this.#shown && epoch < this.#shown.epoch)) return;
    if (this.#shown && epoch > this.#shown.epoch) this.close(feedCloses.moved);
    const assembly = this.#assemblies.get(from) ?? new PartAssembly();
    this.#assemblies.set(from, assembly);
    const update = assembly.add(part);
    if (update === null) return;
    this.#shown ??= open({ storeId: this.#options.storeId, epoch });
    if (update !== 'lost' && !merge(this.#shown, update)) this.close(feedCloses.moved);
    const isMissing = this.#shown?.document.findings().some(({ kind }) => kind === 'update-missing') ?? true;
    if (update === 'lost' || isMissing) this.#options.send(from, encodeSharedStock({ type: 'again' }));
  }

  /** Null for a room of another store. */
  #epochOf(room: string): number | null {
    const prefix = `inventory/${this.#options.storeId}/`;
    const epoch = room.startsWith(prefix) ? room.slice(prefix.length) : '';
    return /^[1-9]\d{0,8}$/.test(epoch) ? Number(epoch) : null;
  }
}

/** False where it is no update, or all of them are too much: then it begins anew. */
function merge(shown: Shown, update: Uint8Array): boolean {
  shown.bytes += update.length;
  if (shown.bytes > bytesMax) return false;
  try {
    shown.document.applyUpdate(update);
    shown.feed.changed();
    return true;
  } catch {
    return false;
  }
}

function open(address: { storeId: string; epoch: number }): Shown {
  const document = new InventoryDocument(address);
  return { room: document.room, epoch: address.epoch, document, feed: new StockFeed(document), bytes: 0 };
}
