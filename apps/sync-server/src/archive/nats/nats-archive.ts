import { randomBytes } from 'node:crypto';
import { decodeMessage, encodeMessage, type RoutedSignal } from '@apotheca/core/replication';
import {
  DiscardPolicy,
  JetStreamApiError,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { OperatorError } from '../../operator-error.ts';
import type { Archive, ArchiveFigures, RoomArchive, RoomWatcher } from '../archive.ts';
import { smallKeys } from '../small-state.ts';
import { type NatsContext, NatsRoom } from './nats-room.ts';
import { bucketName, keyOf, kvKey, shardOf, signalSubject, streamName, streamSubjects } from './subjects.ts';

export interface NatsArchiveOptions {
  readonly servers: readonly string[];
  readonly replicas: number;
  readonly shards: number;
  readonly onWrite: (ms: number) => void;
  readonly onFault: (error: unknown) => void;
}

/** Room for headers beside the payload of a message. */
const headerBytes = 8 * 1024;
const figuresMs = 15_000;

/** The archive of several instances over one JetStream: they share every room. */
export class NatsArchive implements Archive {
  readonly kind = 'nats';
  readonly #connection: NatsConnection;
  readonly #context: NatsContext;
  readonly #shards: number;
  readonly #timer: NodeJS.Timeout;
  #figures: ArchiveFigures = { stores: 0, bytes: 0 };
  #fault: string | null = null;

  private constructor(connection: NatsConnection, context: NatsContext, shards: number) {
    this.#connection = connection;
    this.#context = context;
    this.#shards = shards;
    this.#timer = setInterval(() => void this.#measure(), figuresMs).unref();
    void this.#watchConnection();
  }

  static async start(options: NatsArchiveOptions): Promise<NatsArchive> {
    const connection = await dial(options.servers);
    try {
      const kv = await prepare(connection, options);
      const context: NatsContext = {
        js: jetstream(connection),
        jsm: await jetstreamManager(connection),
        kv,
        instance: randomBytes(8).toString('hex'),
        partBytes: (connection.info?.max_payload ?? 1024 * 1024) - headerBytes,
        onWrite: options.onWrite,
        onFault: options.onFault,
      };
      const archive = new NatsArchive(connection, context, options.shards);
      await archive.#measure();
      return archive;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === 'disconnect' || type === 'reconnecting') this.#fault = 'nats-disconnected';
      if (type === 'reconnect') this.#fault = null;
    }
  }

  async #measure(): Promise<void> {
    try {
      let bytes = 0;
      for (let shard = 0; shard < this.#shards; shard += 1) {
        bytes += (await this.#context.jsm.streams.info(streamName(shard))).state.bytes;
      }
      let stores = 0;
      for await (const _ of await this.#context.kv.keys(kvKey('*', smallKeys.founder))) stores += 1;
      this.#figures = { stores, bytes };
    } catch (error) {
      this.#context.onFault(error);
    }
  }

  async has(storeId: string): Promise<boolean> {
    return (await this.#context.kv.get(kvKey(keyOf(storeId), smallKeys.founder))) !== null;
  }

  open(storeId: string, watcher: RoomWatcher): Promise<RoomArchive> {
    return NatsRoom.open({ storeId, shard: shardOf(storeId, this.#shards) }, this.#context, watcher, () => {});
  }

  /** Signals for terminals at other instances. */
  sendSignal(storeId: string, signal: RoutedSignal): void {
    this.#connection.publish(signalSubject(keyOf(storeId)), encodeMessage({ type: 'signal', signal }), {
      reply: this.#context.instance,
    });
  }

  followSignals(storeId: string, deliver: (signal: RoutedSignal) => void): () => void {
    const subscription = this.#connection.subscribe(signalSubject(keyOf(storeId)), {
      callback: (error, message) => {
        if (error || message.reply === this.#context.instance) return;
        const found = decodeMessage(message.data);
        if (found.type === 'signal') deliver(found.signal);
      },
    });
    return () => subscription.unsubscribe();
  }

  figures(): ArchiveFigures {
    return this.#figures;
  }

  fault(): string | null {
    return this.#fault;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#connection.drain();
  }
}

async function dial(servers: readonly string[]): Promise<NatsConnection> {
  try {
    return await connect({
      servers: [...servers],
      name: 'apotheca-relay',
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      waitOnFirstConnect: false,
    });
  } catch (error) {
    throw new OperatorError(
      `${servers.join(',')} cannot be reached (${(error as Error).message}). Start nats-server with -js, or check --store.`,
    );
  }
}

/** Streams, the bucket, and the number of shards they were made for. */
async function prepare(connection: NatsConnection, { replicas, shards }: NatsArchiveOptions): Promise<KV> {
  try {
    const kv = await new Kvm(connection).create(bucketName, { history: 1, replicas, storage: StorageType.File });
    await checkShards(kv, shards);
    const jsm = await jetstreamManager(connection);
    for (let shard = 0; shard < shards; shard += 1) {
      await jsm.streams.add({
        name: streamName(shard),
        subjects: [streamSubjects(shard)],
        storage: StorageType.File,
        retention: RetentionPolicy.Limits,
        discard: DiscardPolicy.New,
        num_replicas: replicas,
        allow_direct: true,
      });
    }
    return kv;
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      `JetStream is not usable (${error instanceof JetStreamApiError ? error.message : (error as Error).message}). ` +
        'Start nats-server with -js, and all instances with the same --shards and --nats-replicas.',
    );
  }
}

async function checkShards(kv: KV, shards: number): Promise<void> {
  const known = await kv.get('config.shards');
  const count = known ? Number(known.string()) : shards;
  if (count !== shards) {
    throw new OperatorError(`This JetStream was set up with --shards ${count}. Start every instance with that.`);
  }
  if (!known) await kv.put('config.shards', String(shards));
}
