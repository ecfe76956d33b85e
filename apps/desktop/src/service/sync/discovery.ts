import { Bonjour, type Browser, type Service } from 'bonjour-service';

export interface Found {
  readonly terminalId: string;
  readonly addresses: readonly string[];
  readonly port: number;
}

export interface DiscoveryOptions {
  readonly terminalId: string;
  /** Says which store without saying its name; terminals of another are passed over. */
  readonly storeTag: string;
  /** Port this terminal listens on for others; null when no other machine could reach it. */
  readonly port: number | null;
  onFound(found: Found): void;
  /** Multicast does not work here, or stopped working. Others are found by --peer and by what is remembered. */
  onTrouble(error: unknown): void;
}

/** Multicast DNS: says where this terminal is and hears where the others are. */
export class Discovery {
  readonly #options: DiscoveryOptions;
  #bonjour: Bonjour | null = null;
  #browser: Browser | null = null;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#bonjour) return;
    const { terminalId, storeTag, port, onTrouble } = this.#options;
    try {
      const bonjour = new Bonjour({}, onTrouble);
      this.#bonjour = bonjour;
      if (port !== null) {
        const service = bonjour.publish({
          name: `Apotheca ${terminalId}`,
          type: 'apotheca',
          port,
          txt: { store: storeTag, terminal: terminalId },
          probe: false,
        });
        service.on('error', onTrouble);
      }
      this.#browser = bonjour.find({ type: 'apotheca' }, (service) => this.#found(service));
    } catch (error) {
      onTrouble(error);
    }
  }

  /** Asks again: a terminal that was just switched on answers at once. */
  refresh(): void {
    try {
      this.#browser?.update();
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }

  async stop(): Promise<void> {
    const bonjour = this.#bonjour;
    this.#bonjour = null;
    if (!bonjour) return;
    this.#browser?.stop();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 500);
      bonjour.unpublishAll(() => {
        bonjour.destroy(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    });
  }

  #found(service: Service): void {
    const txt = service.txt as { store?: unknown; terminal?: unknown } | undefined;
    const terminalId = txt?.terminal;
    if (txt?.store !== this.#options.storeTag || typeof terminalId !== 'string') return;
    if (terminalId === this.#options.terminalId || terminalId.length > 80) return;
    const addresses = (service.addresses ?? []).filter((one) => !one.startsWith('fe80:')).slice(0, 4);
    this.#options.onFound({ terminalId, addresses, port: service.port });
  }
}
