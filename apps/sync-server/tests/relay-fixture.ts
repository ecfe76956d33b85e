import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { readRelayOptions } from '../src/options.ts';
import { type RelayTuning, type RunningRelay, startRelay } from '../src/start-relay.ts';
import { type ClientOptions, RelayClient } from './relay-client.ts';

/** Relays and terminals of one test file; `close` ends what it started. */
export class RelayWorld {
  readonly #relays: RunningRelay[] = [];
  readonly #clients: RelayClient[] = [];
  readonly #dirs: string[] = [];
  #stores = 0;

  dir(): string {
    const dir = mkdtempSync(join(tmpdir(), 'relay-'));
    this.#dirs.push(dir);
    return dir;
  }

  storeId(): string {
    this.#stores += 1;
    return `store-${process.pid}-${this.#stores}`;
  }

  async relay(flags: readonly string[] = [], tuning: RelayTuning = {}): Promise<RunningRelay> {
    const dir = flags.includes('--data-dir') ? [] : ['--data-dir', this.dir()];
    const options = readRelayOptions(['--port', '0', '--address-attempts', '100000', ...dir, ...flags], {});
    const relay = await startRelay(options, { log: pino({ level: 'silent' }), ...tuning });
    this.#relays.push(relay);
    return relay;
  }

  client(options: ClientOptions): RelayClient {
    const client = new RelayClient(options);
    this.#clients.push(client);
    return client;
  }

  async attached(relay: { url: string }, storeId: string, ...names: string[]): Promise<RelayClient[]> {
    const clients = names.map((name) => this.client({ url: relay.url, storeId, name }));
    for (const client of clients) {
      const outcome = await client.connect();
      if (outcome !== 'open') throw new Error(`refused with ${outcome.code}: ${outcome.reason}`);
    }
    return clients;
  }

  async close(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    await Promise.all(this.#relays.splice(0).map((relay) => relay.stop()));
    for (const dir of this.#dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
  }
}
