import type { ReplicaStore } from '@apotheca/core/replication/ports';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { LinkTraffic } from './socket-link.ts';

export interface SyncFigures {
  links(kind: 'direct' | 'relay'): number;
  halfOpen(): number;
  bufferedBytes(): number;
  missingEvents(): number;
}

/** Figures of the links. Labels are closed sets: kinds, directions, codes. */
export class SyncMetrics {
  readonly #bytes: Counter<'direction'>;
  readonly #rows: Counter<'direction'>;
  readonly #refusals: Counter<'why'>;
  readonly #alarms: Counter<'kind'>;

  constructor(registry: Registry, figures: SyncFigures) {
    const registers = [registry];
    const counter = <Label extends string>(name: string, help: string, label: Label) =>
      new Counter({ name: `apotheca_sync_${name}`, help, labelNames: [label], registers });
    this.#bytes = counter('bytes_total', 'Bytes of peer sessions', 'direction');
    this.#rows = counter('rows_total', 'Ledger rows taken in and given out', 'direction');
    this.#refusals = counter('refusals_total', 'Connections refused, by close code or limit', 'why');
    this.#alarms = counter('alarms_total', 'What replication reported as wrong', 'kind');
    new Gauge({
      name: 'apotheca_sync_links',
      help: 'Open links by kind',
      labelNames: ['kind'],
      registers,
      collect() {
        for (const kind of ['direct', 'relay'] as const) this.set({ kind }, figures.links(kind));
      },
    });
    gauge('half_open', 'Connections whose other end is not proven yet', () => figures.halfOpen());
    gauge('buffered_bytes', 'Handed to sockets and not yet on the wire', () => figures.bufferedBytes());
    gauge('missing_events', 'Events known to be elsewhere and not here', () => figures.missingEvents());

    function gauge(name: string, help: string, read: () => number): void {
      new Gauge({
        name: `apotheca_sync_${name}`,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    }
  }

  readonly traffic: LinkTraffic = {
    sent: (bytes) => this.#bytes.inc({ direction: 'out' }, bytes),
    received: (bytes) => this.#bytes.inc({ direction: 'in' }, bytes),
  };

  refused(why: number | string): void {
    this.#refusals.inc({ why: String(why) });
  }

  alarm(kind: string): void {
    this.#alarms.inc({ kind });
  }

  /** The store with its rows counted. */
  counted(store: ReplicaStore): ReplicaStore {
    const rows = this.#rows;
    return {
      storeId: store.storeId,
      heads: () => store.heads(),
      head: (origin) => store.head(origin),
      isQuarantined: (origin) => store.isQuarantined(origin),
      read(origin, afterSeq, maxBytes, done) {
        store.read(origin, afterSeq, maxBytes, (batch, floor) => {
          rows.inc({ direction: 'out' }, batch?.rows.length ?? 0);
          done(batch, floor);
        });
      },
      take(batch, nowMs, done) {
        store.take(batch, nowMs, (result) => {
          rows.inc({ direction: 'in' }, result.taken);
          done(result);
        });
      },
    };
  }
}
