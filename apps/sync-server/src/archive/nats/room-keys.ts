import { JetStreamApiError } from '@nats-io/jetstream';
import { type KV, type KvWatchEntry, KvWatchInclude } from '@nats-io/kv';
import { kvKey, smallKeyOf } from './subjects.ts';

type Changed = (key: string, value: Uint8Array | null) => void;

/** Small state of one room in the bucket, with what other instances do to it. */
export class RoomKeys {
  readonly #kv: KV;
  readonly #storeKey: string;
  readonly #changed: Changed;
  readonly #revisions = new Map<string, number>();
  /** Own writes that are not answered yet: their echo may come first. */
  readonly #writing = new Map<string, Promise<unknown>>();
  #events: Promise<void> = Promise.resolve();
  #stop: () => void = () => {};

  private constructor(kv: KV, storeKey: string, changed: Changed) {
    this.#kv = kv;
    this.#storeKey = storeKey;
    this.#changed = changed;
  }

  static async open(kv: KV, storeKey: string, changed: Changed): Promise<[RoomKeys, Map<string, Uint8Array>]> {
    const keys = new RoomKeys(kv, storeKey, changed);
    await keys.#watch();
    return [keys, await keys.#load()];
  }

  async #watch(): Promise<void> {
    const watch = await this.#kv.watch({ key: `${this.#storeKey}.>`, include: KvWatchInclude.UpdatesOnly });
    this.#stop = () => watch.stop();
    void (async () => {
      for await (const entry of watch) this.#events = this.#events.then(() => this.#seen(entry));
    })();
  }

  async #load(): Promise<Map<string, Uint8Array>> {
    const names: string[] = [];
    for await (const name of await this.#kv.keys(`${this.#storeKey}.>`)) names.push(name);
    const entries = await Promise.all(names.map((name) => this.#kv.get(name)));
    const small = new Map<string, Uint8Array>();
    for (const entry of entries) {
      if (entry?.operation !== 'PUT') continue;
      const key = smallKeyOf(entry.key);
      this.#revisions.set(key, entry.revision);
      small.set(key, entry.value);
    }
    return small;
  }

  async #seen(entry: KvWatchEntry): Promise<void> {
    const key = smallKeyOf(entry.key);
    await this.#writing.get(key)?.catch(() => {});
    if (entry.revision <= (this.#revisions.get(key) ?? 0)) return;
    this.#revisions.set(key, entry.revision);
    this.#changed(key, entry.operation === 'PUT' ? entry.value : null);
  }

  async put(key: string, value: Uint8Array | null): Promise<void> {
    const name = kvKey(this.#storeKey, key);
    if (value === null) await this.#kv.delete(name);
    else await this.#write(key, () => this.#kv.put(name, value));
  }

  /** False when it is there already. */
  create(key: string, value: Uint8Array): Promise<boolean> {
    return this.#unlessRaced(this.#write(key, () => this.#kv.create(kvKey(this.#storeKey, key), value)));
  }

  /** False when another instance wrote it since; that value comes as news. */
  swap(key: string, value: Uint8Array): Promise<boolean> {
    const revision = this.#revisions.get(key);
    if (revision === undefined) return this.create(key, value);
    const name = kvKey(this.#storeKey, key);
    return this.#unlessRaced(this.#write(key, () => this.#kv.update(name, value, revision)));
  }

  async #unlessRaced(write: Promise<void>): Promise<boolean> {
    try {
      await write;
      return true;
    } catch (error) {
      if (isRace(error)) return false;
      throw error;
    }
  }

  async #write(key: string, write: () => Promise<number>): Promise<void> {
    const before = this.#writing.get(key) ?? Promise.resolve();
    const mine = before
      .catch(() => {})
      .then(write)
      .then((revision) => {
        this.#revisions.set(key, Math.max(revision, this.#revisions.get(key) ?? 0));
      });
    this.#writing.set(key, mine);
    try {
      await mine;
    } finally {
      if (this.#writing.get(key) === mine) this.#writing.delete(key);
    }
  }

  close(): void {
    this.#stop();
  }
}

/** "wrong last sequence": somebody else was faster. */
export function isRace(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === 10071;
}
