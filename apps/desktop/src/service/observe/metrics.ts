import { statSync } from 'node:fs';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is measured at the moment of asking. Figures only: no id, no name, nothing of a patient. */
export interface MetricSources {
  readonly databaseFile: string;
  ledgerEvents(): number;
  unsealedEvents(): number;
  modules(): readonly { name: string; state: string }[];
  openSockets(): number;
}

const moduleStates = ['running', 'failing', 'off'];

/** Prometheus metrics of the service. Labels are endpoint names and refusal codes: closed sets from the contract. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #calls: Histogram<'procedure' | 'code'>;
  readonly #commits: Counter;
  readonly #faults: Counter<'code'>;

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#calls = new Histogram({
      name: 'apotheca_call_duration_seconds',
      help: 'Duration of calls by endpoint and answer',
      labelNames: ['procedure', 'code'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    this.#commits = new Counter({ name: 'apotheca_commits_total', help: 'Commits that changed the ledger', registers });
    this.#faults = new Counter({
      name: 'apotheca_storage_faults_total',
      help: 'Faults of the disk or the database file',
      labelNames: ['code'],
      registers,
    });
    gauge('apotheca_ledger_events', 'Rows in the ledger, all terminals', () => sources.ledgerEvents());
    gauge('apotheca_ledger_unsealed_events', 'Rows not yet signed', () => sources.unsealedEvents());
    gauge('apotheca_database_bytes', 'Size of the database file', () => sizeOf(sources.databaseFile));
    gauge('apotheca_database_wal_bytes', 'Size of the write-ahead log', () => sizeOf(`${sources.databaseFile}-wal`));
    gauge('apotheca_open_sockets', 'Open RPC sockets', () => sources.openSockets());
    new Gauge({
      name: 'apotheca_module_state',
      help: '1 for the state a module is in',
      labelNames: ['module', 'state'],
      registers,
      collect() {
        for (const { name, state } of sources.modules()) {
          for (const known of moduleStates) this.set({ module: name, state: known }, known === state ? 1 : 0);
        }
      },
    });

    function gauge(name: string, help: string, read: () => number): void {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    }
  }

  call(procedure: string, durationMs: number, code: string): void {
    this.#calls.observe({ procedure, code }, durationMs / 1000);
  }

  committed(): void {
    this.#commits.inc();
  }

  storageFault(code: string): void {
    this.#faults.inc({ code });
  }

  /** For parts that are started later and count by themselves. */
  get registry(): Registry {
    return this.#registry;
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
