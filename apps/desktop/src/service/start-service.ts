import { randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import type { PrintingPort } from '@apotheca/core';
import type { ServiceOptions } from './config/options.ts';
import { loopbackHosts } from './config/sync-options.ts';
import { rendererDir, version } from './install-paths.ts';
import { type JoinDoor, openJoinDoor } from './join/join-door.ts';
import type { Keychain } from './keys/key-provider.ts';
import { LocalApi } from './maintenance/local-api.ts';
import { type OpenLog, openLog } from './observe/logger.ts';
import { errorCode, OperatorError } from './operator-error.ts';
import { RightsChannel } from './sync/rights-channel.ts';
import { type Singletons, startSingletons } from './sync/start-singletons.ts';
import { startSync } from './sync/start-sync.ts';
import { Switchboard } from './sync/switchboard.ts';
import type { SyncService } from './sync/sync-service.ts';
import { tendKeysOf } from './terminal/key-tender.ts';
import { systemClock } from './terminal/machine.ts';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal/open-terminal.ts';
import { removeRunning, writeRunning } from './terminal/running-file.ts';
import { sealWhenQuiet } from './terminal/sealer.ts';
import { storePath } from './terminal/store-path.ts';
import { assembleTransports, type Transports } from './transport/assemble.ts';
import { HttpServer } from './transport/http-server.ts';
import { type Reach, reachOf } from './transport/request-guard.ts';
import { sessionsOf } from './transport/sessions-of.ts';

export interface ServiceHost {
  readonly keychain: Keychain | null;
  /** Printing without a dialog, where whoever opens the window can. */
  readonly printing?: PrintingPort;
  readonly passphrase: string | undefined;
  /** Made by whoever opens the window; a random one otherwise. */
  readonly launchToken?: string | undefined;
  /** Registers a new store at a relay that asks for a token. */
  readonly relayToken?: string | undefined;
  /** Level of what goes to stderr beside the log file. */
  readonly stderrLevel?: string;
  /** Modules of a test instead of the release's. */
  readonly modules?: TerminalOptions['modules'];
}

/** The line on stdout that says the service takes requests. */
export interface ReadyLine {
  readonly ready: true;
  readonly url: string;
  readonly syncUrl: string | null;
  readonly terminalId: string;
  readonly storeId: string;
}

export interface RunningService {
  readonly ready: ReadyLine;
  /** Opens the workstation as the terminal's own window: the token stands in the fragment, which no server sees. */
  readonly launchUrl: string;
  readonly terminal: Terminal;
  /** Serves the contract on a port of the terminal's own window. */
  acceptPort(port: MessagePort): void;
  /** Finishes what is being answered, seals, checkpoints, lets go of the directory. */
  stop(): Promise<void>;
}

const stopGraceMs = 5_000;

export async function startService(options: ServiceOptions, host: ServiceHost): Promise<RunningService> {
  const tls = options.tls && readTls(options.tls);
  let reach: Reach = { hosts: new Set(), origins: new Set() };
  let fault: string | null = null;
  let metrics: Transports['metrics'] | undefined;
  let log: OpenLog | undefined;
  let sync: SyncService | null = null;
  let rights: RightsChannel | undefined;
  let singletons: Singletons | undefined;
  let door: JoinDoor | undefined;
  const switchboard = new Switchboard();
  const onUnexpected = (error: unknown) => log?.log.error({ err: error }, 'failed outside an endpoint');
  if (options.join) await joinRunningStore(options, options.join, host);
  const terminal = await openTerminal({
    dataDir: options.dataDir,
    // Whoever joins takes the store as it is.
    demo: options.join ? undefined : options.demo,
    roles: options.roles,
    passphrase: host.passphrase,
    keychain: host.keychain,
    printing: host.printing,
    mayCreate: true,
    ...(host.modules ? { modules: host.modules } : {}),
    webOrigins: () => [...reach.origins],
    sync: () => switchboard,
    signals: switchboard,
    rights(kernel) {
      rights = new RightsChannel({ switchboard, clock: systemClock, kernel, onUnexpected });
      return rights;
    },
    onUnexpected,
    onStorageFault: ({ code }) => {
      if (!code.startsWith('SQLITE_FULL')) fault = code;
      metrics?.storageFault(code);
    },
  });
  try {
    log = openLog(options.dataDir, host.stderrLevel === undefined ? {} : { stderrLevel: host.stderrLevel });
    const parts = assembleTerminal(terminal, log, () => fault);
    metrics = parts.metrics;
    await parts.uploads.start();
    const { log: logger } = log;
    const local = new LocalApi({ terminal, passphrase: host.passphrase }, onUnexpected);
    const launchToken = host.launchToken ?? randomBytes(32).toString('base64url');
    const server = new HttpServer({
      tls,
      launchToken,
      reach: () => reach,
      rpc: parts.rpc,
      api: (request, response, path, origin) => parts.api.handle(request, response, path, origin),
      page: (request, response, path, nonce) => parts.pages.serve(request, response, path, nonce),
      local: (request, response, name, origin) => local.handle(request, response, name, origin),
      onUnexpected,
    });
    const port = await listen(server, options);
    reach = reachOf(namesOf(options, tls), port, tls !== null);
    const url = `${tls ? 'https' : 'http'}://${hostInUrl(options.host)}:${port}`;
    door = openJoinDoor(terminal, onUnexpected);
    const { route } = door;
    sync = await startSync({
      terminal,
      settings: options.sync,
      switchboard,
      relayToken: host.relayToken ?? null,
      registry: metrics.registry,
      log: logger,
      route,
    });
    if (sync && rights) {
      const { relay } = options.sync;
      singletons = startSingletons({ kernel: terminal.kernel, switchboard, rights, relay, onUnexpected });
    }
    const stopTending = tendKeysOf(terminal.kernel, onUnexpected);
    writeRunning(options.dataDir, { pid: process.pid, url, launchToken });
    const stopSealing = sealWhenQuiet(terminal.kernel, onUnexpected);
    logger.info({ port, protection: terminal.keys.protection, version }, 'ready');
    return {
      terminal,
      ready: {
        ready: true,
        url,
        syncUrl: sync?.url ?? null,
        terminalId: terminal.identity.terminalId,
        storeId: terminal.identity.storeId,
      },
      launchUrl: `${url}/#launch=${launchToken}`,
      acceptPort: (port) => parts.rpc.acceptPort(port),
      stop: once(async () => {
        singletons?.stop();
        await Promise.all([server.stop(stopGraceMs), sync?.stop()]);
        switchboard.connect(null);
        stopTending();
        await door?.stop();
        stopSealing();
        await parts.uploads.stop();
        terminal.close();
        removeRunning(options.dataDir);
        logger.info('stopped');
        log?.close();
      }),
    };
  } catch (error) {
    singletons?.stop();
    await sync?.stop();
    await door?.stop();
    terminal.close();
    log?.close();
    throw error;
  }
}

/** Loaded only for it: every other start does without. */
async function joinRunningStore(
  { dataDir, demo }: ServiceOptions,
  { url, code }: NonNullable<ServiceOptions['join']>,
  { passphrase, keychain }: ServiceHost,
): Promise<void> {
  const { joinStore } = await import('./join/join-store.ts');
  await joinStore({ dataDir, url, code, demo, passphrase, keychain });
}

function assembleTerminal(terminal: Terminal, { log }: OpenLog, fault: () => string | null): Transports {
  const { kernel, dataDir } = terminal;
  return assembleTransports({
    kernel,
    log,
    fault,
    ...sessionsOf(kernel),
    databaseFile: storePath(dataDir),
    uploadsDir: join(dataDir, 'uploads'),
    rendererDir: rendererDir(),
  });
}

async function listen(server: HttpServer, { host, port }: ServiceOptions): Promise<number> {
  try {
    return await server.listen(host, port);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') {
      throw new OperatorError(`Port ${port} is taken. Stop what uses it, or give another --port; 0 picks a free one.`, {
        cause: error,
      });
    }
    throw new OperatorError(`Cannot listen on ${host} port ${port} (${code}). Give another --host or --port.`, {
      cause: error,
    });
  }
}

function readTls(files: { certFile: string; keyFile: string }): { cert: Buffer; key: Buffer } {
  const read = (file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      throw new OperatorError(`${file} cannot be read (${errorCode(error)}). Give the PEM file it should be.`, {
        cause: error,
      });
    }
  };
  return { cert: read(files.certFile), key: read(files.keyFile) };
}

/** Names this service answers under: loopback always, its host, and what the certificate is made out to. */
function namesOf(options: ServiceOptions, tls: { cert: Buffer } | null): string[] {
  const names = new Set<string>(loopbackHosts);
  const isEverywhere = options.host === '0.0.0.0' || options.host === '::';
  if (!isEverywhere) names.add(options.host);
  if (isEverywhere) {
    names.add(hostname());
    for (const addresses of Object.values(networkInterfaces()))
      for (const one of addresses ?? []) names.add(one.address);
  }
  const alternatives = tls === null ? '' : (new X509Certificate(tls.cert).subjectAltName ?? '');
  for (const match of alternatives.matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)) if (match[1]) names.add(match[1]);
  return [...names];
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
