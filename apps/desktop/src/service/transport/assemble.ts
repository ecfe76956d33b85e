import { admissionOf, buildRouter, type EdgeOptions, type Kernel } from '@apotheca/core';
import { version } from '../install-paths.ts';
import type { Logger } from '../observe/logger.ts';
import { Metrics } from '../observe/metrics.ts';
import type { SessionLookup } from './call-facts.ts';
import { Pages } from './pages.ts';
import { RestApi } from './rest-api.ts';
import { RpcChannels } from './rpc-channels.ts';
import { StaticFiles } from './static-files.ts';
import { type UploadLimits, Uploads } from './uploads.ts';

export interface TransportParts {
  readonly kernel: Kernel;
  readonly log: Pick<Logger, 'error'>;
  readonly sessionOf: SessionLookup;
  isLocked(sessionId: string): boolean;
  /** Null while the database works, else the code of its fault. */
  fault(): string | null;
  readonly databaseFile: string;
  readonly uploadsDir: string;
  readonly uploadLimits?: UploadLimits;
  readonly rendererDir: string;
}

export interface Transports {
  readonly metrics: Metrics;
  readonly uploads: Uploads;
  readonly rpc: RpcChannels;
  readonly api: RestApi;
  readonly pages: Pages;
}

/** One router over the kernel's modules, and every way in that serves it. */
export function assembleTransports(parts: TransportParts): Transports {
  const { kernel, log, sessionOf } = parts;
  const metrics: Metrics = new Metrics({
    databaseFile: parts.databaseFile,
    ledgerEvents: () => Object.values(kernel.ledger.vector()).reduce((sum, seq) => sum + seq, 0),
    unsealedEvents: () => kernel.ledger.unsealed,
    modules: () => kernel.host.report(),
    openSockets: () => rpc.openSockets,
  });
  kernel.engine.onCommit(() => metrics.committed());
  const edge: EdgeOptions = {
    onUnexpected: (error, requestId, procedure) => log.error({ err: error, requestId, procedure }, 'call failed'),
    isLocked: (sessionId) => parts.isLocked(sessionId),
    onDone: (procedure, durationMs, code) => metrics.call(procedure, durationMs, code),
    monotonicMs: () => performance.now(),
  };
  const router = buildRouter(kernel.contract, kernel.host, edge);
  const uploads = new Uploads(parts.uploadsDir, parts.uploadLimits);
  const rpc = new RpcChannels(router, sessionOf);
  const api = new RestApi({
    contract: kernel.contract,
    router,
    sessionOf,
    uploads,
    admission: admissionOf(edge),
    onUnexpected: (error, requestId) => log.error({ err: error, requestId }, 'call failed outside the edge'),
  });
  const files = new StaticFiles(parts.rendererDir);
  const pages = new Pages({ contract: kernel.contract, version, metrics, files, fault: () => parts.fault() });
  return { metrics, uploads, rpc, api, pages };
}
