import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Archive } from './archive/archive.ts';
import { NatsArchive } from './archive/nats/nats-archive.ts';
import { SqliteArchive } from './archive/sqlite/sqlite-archive.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { openHttpServer } from './http/http-server.ts';
import { type Logger, openLog, tagOf } from './observe/logger.ts';
import { Metrics } from './observe/metrics.ts';
import { Throughput } from './observe/throughput.ts';
import { errorCode, OperatorError } from './operator-error.ts';
import type { RelayOptions } from './options.ts';
import type { RoomWorld } from './rooms/room.ts';
import { Rooms, type RoomsOptions } from './rooms/rooms.ts';
import { AddressLimits } from './socket/address-limits.ts';
import { StockEndpoint } from './socket/stock-endpoint.ts';
import { SyncEndpoint } from './socket/sync-endpoint.ts';
import { version } from './version.ts';

/** What terminals call the relay as a voter and in their messages. */
const relayId = 'relay';
const random = { bytes: (count: number): Uint8Array => randomBytes(count) };
const monotonicMs = () => performance.now();

export interface RunningRelay {
  readonly url: string;
  readonly port: number;
  readonly rooms: Rooms;
  readonly metrics: Metrics;
  stop(): Promise<void>;
}

export interface RelayTuning extends Pick<RoomsOptions, 'tickMs' | 'saveMs' | 'trimMs' | 'idleMs'> {
  readonly nowMs?: () => number;
  readonly log?: Logger;
  /** Where the writer thread's program is. */
  readonly writer?: URL;
}

/** The composition root: everything that has a clock, a socket or a file is made here. */
export async function startRelay(options: RelayOptions, tuning: RelayTuning = {}): Promise<RunningRelay> {
  const log = tuning.log ?? openLog(options.logLevel);
  const tls = readTls(options);
  const sources = {
    rooms: () => rooms.count,
    sockets: () => endpoint.sockets,
    lagRows: () => sum((room) => room.lagRows()),
    stores: () => archive.figures().stores,
    storedBytes: () => archive.figures().bytes,
    bufferedBytes: () => sum((room) => room.bufferedBytes()),
  };
  const metrics = new Metrics(sources);
  const { archive, release } = await openArchive(options, metrics, log, tuning);
  const world: RoomWorld = {
    showsStock: options.chainToken !== null,
    relayId,
    version,
    metrics,
    quotas: options.quotas,
    keepMs: options.keepDays * 86_400_000,
    nowMs: tuning.nowMs ?? Date.now,
    monotonicMs,
    random,
    onElsewhere: (storeId, signal) => archive.sendSignal(storeId, signal),
    onAlarm: (storeId, alarm) => log.warn({ store: tagOf(storeId), alarm: alarm.kind }, 'alarm of the replication'),
    onFault: (storeId, err) => log.error({ store: tagOf(storeId), err }, 'a room failed'),
  };
  const rooms = new Rooms({ archive, world, registrationToken: options.registrationToken, ...tuning });
  const sum = (read: (room: NonNullable<ReturnType<Rooms['find']>>) => number) =>
    [...rooms.open].reduce((total, room) => total + read(room), 0);
  const { addressConnections: connections, addressAttemptsPerMinute: attemptsPerMinute } = options.quotas;
  const endpoint = new SyncEndpoint({
    rooms,
    relayId,
    hosts: () => names,
    limits: new AddressLimits({ connections, attemptsPerMinute }),
    storeConnections: options.quotas.storeConnections,
    trustProxy: options.trustProxy,
    random,
    monotonicMs,
    metrics,
    log,
  });
  const stock = new StockEndpoint({
    rooms,
    chainToken: options.chainToken,
    limits: new AddressLimits({ connections, attemptsPerMinute }),
    trustProxy: options.trustProxy,
    monotonicMs,
  });
  const throughput = new Throughput(metrics, monotonicMs);
  const server = openHttpServer({
    tls,
    statusToken: options.statusToken,
    metrics,
    fault: () => archive.fault(),
    status: async () => ({
      version,
      storage: archive.kind === 'sqlite' ? 'in SQLite' : 'in JetStream',
      fault: archive.fault(),
      upSeconds: process.uptime(),
      rooms: sources.rooms(),
      sockets: sources.sockets(),
      stores: sources.stores(),
      storedBytes: sources.storedBytes(),
      lagRows: sources.lagRows(),
      forwardP99Ms: await metrics.forwardP99Ms(),
      ...throughput.now(),
    }),
    onSync: (request, socket, head) => endpoint.upgrade(request, socket, head),
    onStock: (request, socket, head) => stock.upgrade(request, socket, head),
    stockRooms: (authorization) => stock.list(authorization),
  });
  const port = await listen(server, options);
  const names = namesOf(options, port);
  log.info({ port, storage: archive.kind, tls: tls !== null, version }, 'the relay listens');
  const url = `${tls ? 'wss' : 'ws'}://${names[0]}`;
  const stopNow = async (): Promise<void> => {
    throughput.stop();
    stock.close();
    server.close();
    await endpoint.close();
    await rooms.close();
    await archive.close();
    server.closeAllConnections();
    release();
    log.info('the relay has stopped');
  };
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= stopNow();
    return stopping;
  };
  return { url, port, rooms, metrics, stop };
}

async function openArchive(
  options: RelayOptions,
  metrics: Metrics,
  log: Logger,
  tuning: RelayTuning,
): Promise<{ archive: Archive; release: () => void }> {
  const onWrite = (ms: number) => metrics.commit.observe(ms / 1000);
  if (options.store.kind === 'nats') {
    const { servers } = options.store;
    const { natsReplicas: replicas, shards } = options;
    const onFault = (err: unknown) => log.error({ err }, 'JetStream failed');
    return { archive: await NatsArchive.start({ servers, replicas, shards, onWrite, onFault }), release: () => {} };
  }
  const lock = lockDataDir(options.dataDir);
  try {
    const writer = tuning.writer ?? new URL('./archive/sqlite/writer.worker.ts', import.meta.url);
    const archive = await SqliteArchive.start(options.dataDir, writer, onWrite);
    return { archive, release: lock.release };
  } catch (error) {
    lock.release();
    throw new OperatorError(`${options.dataDir} cannot be opened (${errorCode(error)}). Restore it from its backup.`);
  }
}

function readTls({ tls }: RelayOptions): { cert: Buffer; key: Buffer } | null {
  if (!tls) return null;
  try {
    return { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) };
  } catch (error) {
    throw new OperatorError(`--tls-cert or --tls-key cannot be read (${errorCode(error)}). Check both paths.`);
  }
}

function listen(server: ReturnType<typeof openHttpServer>, { host, port }: RelayOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new OperatorError(`${host}:${port} cannot be listened on (${errorCode(error)}). Choose another --port.`));
    });
    server.listen({ port, host, backlog: 4_096 }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Without `--name` only this machine can dial: the names of loopback. */
function namesOf(options: RelayOptions, port: number): string[] {
  if (options.names.length > 0) return [...options.names];
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
}
