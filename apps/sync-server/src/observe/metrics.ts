import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted at the moment of asking. */
export interface MetricSources {
  rooms(): number;
  sockets(): number;
  lagRows(): number;
  stores(): number;
  storedBytes(): number;
  bufferedBytes(): number;
}

const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** Prometheus metrics. Labels are closed sets of this program: no store, no terminal, no address. */
export class Metrics {
  readonly #registry = new Registry();
  readonly rows: Counter;
  readonly receivedBytes: Counter;
  readonly sentBytes: Counter;
  readonly keptBytes: Counter;
  readonly refused: Counter<'reason'>;
  readonly quota: Counter<'quota'>;
  readonly alarms: Counter<'kind'>;
  readonly trimmedOrigins: Counter;
  readonly forward: Histogram;
  readonly commit: Histogram;

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const counter = (name: string, help: string) => new Counter({ name: `apotheca_relay_${name}`, help, registers });
    const labelled = <L extends string>(name: string, label: L, help: string) =>
      new Counter({ name: `apotheca_relay_${name}`, help, labelNames: [label], registers });
    this.rows = counter('rows_total', 'Rows taken and durable');
    this.receivedBytes = counter('received_bytes_total', 'Bytes of messages from terminals');
    this.sentBytes = counter('sent_bytes_total', 'Bytes of messages to terminals');
    this.keptBytes = counter('kept_bytes_total', 'Bytes of chunks written');
    this.trimmedOrigins = counter('trims_total', 'Times an origin was trimmed');
    this.refused = labelled('refused_total', 'reason', 'Links and rows refused, by reason');
    this.quota = labelled('quota_total', 'quota', 'Times a quota held something back');
    this.alarms = labelled('alarms_total', 'kind', 'Alarms of the replication');
    this.forward = new Histogram({
      name: 'apotheca_relay_forward_seconds',
      help: 'From taking rows up to reading them for the first other terminal, disk included',
      buckets: secondsBuckets,
      registers,
    });
    this.commit = new Histogram({
      name: 'apotheca_relay_commit_seconds',
      help: 'One group commit',
      buckets: secondsBuckets,
      registers,
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name: `apotheca_relay_${name}`,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('rooms', 'Stores with a terminal attached or lately so', sources.rooms);
    gauge('sockets', 'Open sockets of terminals', sources.sockets);
    gauge('lag_rows', 'Rows kept here that attached terminals have not confirmed', sources.lagRows);
    gauge('stores', 'Stores known', sources.stores);
    gauge('stored_bytes', 'Bytes of chunks kept', sources.storedBytes);
    gauge('buffered_bytes', 'Bytes that wait in memory for slow readers', sources.bufferedBytes);
  }

  /** Upper bound of the bucket with the 99th percentile of forwarding, in milliseconds; null before the first. */
  async forwardP99Ms(): Promise<number | null> {
    const { values } = await this.forward.get();
    const total = values.find(({ metricName }) => metricName?.endsWith('_count'))?.value ?? 0;
    if (total === 0) return null;
    const buckets = values.filter(({ metricName }) => metricName?.endsWith('_bucket'));
    const bound = buckets.find(({ value }) => value >= 0.99 * total)?.labels.le;
    return typeof bound === 'number' ? bound * 1000 : Number.POSITIVE_INFINITY;
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
