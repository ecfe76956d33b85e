import { storeTag } from '@apotheca/core/replication/handshake';
import type { SyncSettings } from '../config/sync-options.ts';
import { systemClock } from '../terminal/machine.ts';
import type { Dialling } from './dial.ts';
import { Discovery, type Found } from './discovery.ts';
import { type Connection, Mesh, type TargetKind, type TargetReport } from './mesh.ts';
import { type PeerAddresses, readAddresses, terminalUrl, urlOf } from './peer-addresses.ts';

export const addressesChannel = 'addresses';

export interface NeighboursOptions {
  readonly settings: SyncSettings;
  readonly storeId: string;
  readonly terminalId: string;
  readonly addresses: PeerAddresses;
  dial(url: URL, kind: TargetKind): Dialling<Connection>;
  isLinked(terminalId: string): boolean;
  /** In the register and not put out. */
  isMember(terminalId: string): boolean;
  onTrouble(what: TargetReport | 'discovery', error?: unknown): void;
}

/**
 * Where the other terminals are: given by a flag, remembered, heard on the network, or told by one another. Without
 * discovery nothing is learned: what is given counts, and where nothing is, what was dialled before.
 */
export class Neighbours {
  readonly #options: NeighboursOptions;
  readonly #mesh: Mesh;
  #discovery: Discovery | null = null;
  #port: number | null = null;

  constructor(options: NeighboursOptions) {
    this.#options = options;
    this.#mesh = new Mesh({
      dial: options.dial,
      isLinked: options.isLinked,
      random: Math.random,
      nowMs: () => systemClock.monotonicMs(),
      onTrouble: (report) => options.onTrouble(report),
    });
  }

  /** `port` is where other machines reach this terminal; null where they cannot. */
  start(port: number | null): void {
    const { settings, addresses } = this.#options;
    this.#port = port;
    if (settings.relay !== null) {
      this.#mesh.add(new URL(settings.relay), { kind: 'relay', source: 'flag', terminalId: null });
    }
    for (const url of settings.peers) this.#terminal(new URL(url), 'flag', null);
    if (!settings.discovery && settings.peers.length > 0) return;
    for (const { url, terminalId } of addresses.all()) this.#terminal(new URL(url), 'remembered', terminalId);
  }

  /** The register changed. A store of one terminal has nobody to look for and stays silent. */
  membersChanged(others: number): void {
    const { settings, storeId, terminalId, onTrouble } = this.#options;
    if (!settings.discovery || this.#discovery || others === 0) return;
    this.#discovery = new Discovery({
      terminalId,
      storeTag: storeTag(storeId),
      port: this.#port,
      onFound: (found) => this.#found(found),
      onTrouble: (error) => onTrouble('discovery', error),
    });
    this.#discovery.start();
  }

  /** A link is up: the address is good where this end dialled it, and worth a try where the other end said it. */
  met(terminalId: string, url: string, dialled: boolean): void {
    if (!dialled && !this.#options.settings.discovery) return;
    this.#options.addresses.note({ terminalId, url });
    this.#terminal(new URL(url), 'remembered', terminalId);
  }

  /** What this terminal tells others of where terminals are. */
  tell(): Uint8Array {
    return Buffer.from(JSON.stringify(this.#options.addresses.all()));
  }

  /** What another terminal told. */
  told(body: Uint8Array): void {
    if (!this.#options.settings.discovery) return;
    for (const { terminalId, url } of readAddresses(Buffer.from(body).toString())) {
      const parsed = terminalUrl(url);
      if (parsed && this.#mayDial(terminalId)) this.#terminal(parsed, 'told', terminalId);
    }
  }

  forget(terminalId: string): void {
    this.#mesh.forget(terminalId);
    this.#options.addresses.forget(terminalId);
  }

  tick(): void {
    this.#mesh.tick();
  }

  reports(): TargetReport[] {
    return this.#mesh.reports();
  }

  async stop(): Promise<void> {
    this.#mesh.stop();
    await this.#discovery?.stop();
  }

  #found({ terminalId, addresses, port }: Found): void {
    if (!this.#mayDial(terminalId)) return;
    for (const address of addresses) {
      const url = terminalUrl(urlOf(address, port));
      if (url) this.#terminal(url, 'found', terminalId);
    }
  }

  #mayDial(terminalId: string): boolean {
    return terminalId !== this.#options.terminalId && this.#options.isMember(terminalId);
  }

  #terminal(url: URL, source: 'flag' | 'remembered' | 'found' | 'told', terminalId: string | null): void {
    this.#mesh.add(url, { kind: 'terminal', source, terminalId });
  }
}
