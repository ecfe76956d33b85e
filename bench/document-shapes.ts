import * as Automerge from '@automerge/automerge';
import { LoroDoc } from 'loro-crdt';
import * as Y from 'yjs';
import { InventoryDocument } from '../packages/crdt-inventory/src/index.ts';

export interface Shape {
  readonly name: string;
  /**
   * Movements of a replica that are handed over and timed one by one, where all of them would take minutes; the rest
   * goes in large pieces, which makes what is kept smaller rather than larger.
   */
  readonly sample?: number;
  /** One document a replica, and one that gets every update. `write` answers the update of one movement. */
  open(
    replicas: number,
    lots: readonly string[],
  ): Promise<{
    write(replica: number, lot: string, delta: number, seq: number): Uint8Array;
    rest?(replica: number, movements: readonly (readonly [lot: string, delta: number])[]): Uint8Array[];
    hub: { apply(update: Uint8Array): void; encode(): Uint8Array; free(): void };
  }>;
  load(state: Uint8Array): Promise<{ read(lots: readonly string[]): Map<string, number>; free(): void }>;
}

const address = { storeId: 'bench', epoch: 1 };

const ours: Shape = {
  name: 'this document: operations a replica, packed every 2,000',
  async open(replicas) {
    const made = (clientId: number) => {
      const document = new InventoryDocument(address);
      document.assignClientId(clientId);
      return document;
    };
    let update = new Uint8Array();
    const writers = Array.from({ length: replicas }, (_, i) => made(i + 1));
    for (const writer of writers) {
      writer.onUpdate((bytes) => {
        update = new Uint8Array(bytes);
      });
    }
    const hub = made(1_000);
    return {
      write(replica, lot, delta, seq) {
        const change = { batchId: lot, addMilli: Math.max(delta, 0), takeMilli: Math.max(-delta, 0) };
        writers[replica]?.append(`terminal-${replica}:1`, seq, [change]);
        return update;
      },
      hub: {
        apply: (bytes) => hub.applyUpdate(bytes),
        encode: () => hub.encodeState(),
        free: () => hub.destroy(),
      },
    };
  },
  async load(state) {
    const document = new InventoryDocument(address);
    document.load(state);
    return {
      read: (lots) => new Map(lots.map((lot) => [lot, document.onHandMilli(lot)])),
      free: () => document.destroy(),
    };
  },
};

/** A map a lot with a counter a replica, as a first attempt looks; lots are made once so that none is lost. */
const nestedMaps: Shape = {
  name: 'nested Y.Maps',
  async open(replicas, lots) {
    const first = new Y.Doc();
    for (const lot of lots) first.getMap('lots').set(lot, new Y.Map());
    const state = Y.encodeStateAsUpdate(first);
    let update = new Uint8Array();
    const writers = Array.from({ length: replicas + 1 }, () => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, state);
      return doc;
    });
    const hub = writers.pop() as Y.Doc;
    for (const writer of writers) {
      writer.on('update', (bytes: Uint8Array) => {
        update = new Uint8Array(bytes);
      });
    }
    return {
      write(replica, lot, delta) {
        const counters = writers[replica]?.getMap<Y.Map<number>>('lots').get(lot);
        counters?.set(`r${replica}`, (counters.get(`r${replica}`) ?? 0) + delta);
        return update;
      },
      hub: {
        apply: (bytes) => Y.applyUpdate(hub, bytes),
        encode: () => Y.encodeStateAsUpdate(hub),
        free: () => hub.destroy(),
      },
    };
  },
  async load(state) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state);
    const sum = (lot: string) => {
      let milli = 0;
      for (const value of doc.getMap<Y.Map<number>>('lots').get(lot)?.values() ?? []) milli += value;
      return milli;
    };
    return { read: (lots) => new Map(lots.map((lot) => [lot, sum(lot)])), free: () => doc.destroy() };
  },
};

/** Movements in one change where they are not timed one by one: in its favour, a change costs it milliseconds. */
const automergeBatch = 1_000;

type Stock = { stock: Record<string, Automerge.Counter> };

/** Its own counters, one a lot. */
const automerge: Shape = {
  name: 'Automerge counters',
  sample: 100,
  async open(replicas, lots) {
    const first = Automerge.change(Automerge.init<Stock>(), (doc) => {
      doc.stock = {};
      for (const lot of lots) doc.stock[lot] = new Automerge.Counter(0);
    });
    const writers = Array.from({ length: replicas }, () => Automerge.clone(first));
    let hub = Automerge.clone(first);
    return {
      write(replica, lot, delta) {
        const before = writers[replica] as Automerge.Doc<Stock>;
        const after = Automerge.change(before, (doc) => doc.stock[lot]?.increment(delta));
        writers[replica] = after;
        return Automerge.getLastLocalChange(after) ?? new Uint8Array();
      },
      rest(replica, movements) {
        const updates: Uint8Array[] = [];
        for (let at = 0; at < movements.length; at += automergeBatch) {
          const before = writers[replica] as Automerge.Doc<Stock>;
          const after = Automerge.change(before, (doc) => {
            for (const [lot, delta] of movements.slice(at, at + automergeBatch)) doc.stock[lot]?.increment(delta);
          });
          writers[replica] = after;
          updates.push(Automerge.getLastLocalChange(after) ?? new Uint8Array());
        }
        return updates;
      },
      hub: {
        apply(bytes) {
          [hub] = Automerge.applyChanges(hub, [bytes]);
        },
        encode: () => Automerge.save(hub),
        free: () => Automerge.free(hub),
      },
    };
  },
  async load(state) {
    const doc = Automerge.load<Stock>(state);
    return {
      read: (lots) => new Map(lots.map((lot) => [lot, doc.stock[lot]?.value ?? 0])),
      free: () => Automerge.free(doc),
    };
  },
};

/** Its own counters under a key a lot. */
const loro: Shape = {
  name: 'Loro counters',
  sample: 2_500,
  async open(replicas) {
    const made = (peer: number) => {
      const doc = new LoroDoc();
      doc.setPeerId(BigInt(peer));
      return doc;
    };
    const writers = Array.from({ length: replicas }, (_, i) => made(i + 1));
    const hub = made(1_000);
    return {
      write(replica, lot, delta) {
        const doc = writers[replica] as LoroDoc;
        const from = doc.version();
        doc.getCounter(lot).increment(delta);
        doc.commit();
        return doc.export({ mode: 'update', from });
      },
      rest(replica, movements) {
        const doc = writers[replica] as LoroDoc;
        const from = doc.version();
        for (const [lot, delta] of movements) {
          doc.getCounter(lot).increment(delta);
          doc.commit();
        }
        return [doc.export({ mode: 'update', from })];
      },
      hub: {
        apply: (bytes) => void hub.import(bytes),
        encode: () => hub.export({ mode: 'snapshot' }),
        free: () => hub.free(),
      },
    };
  },
  async load(state) {
    const doc = new LoroDoc();
    doc.import(state);
    return { read: (lots) => new Map(lots.map((lot) => [lot, doc.getCounter(lot).value])), free: () => doc.free() };
  },
};

export const shapes: readonly Shape[] = [ours, nestedMaps, automerge, loro];
