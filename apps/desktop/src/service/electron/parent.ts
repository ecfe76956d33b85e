import type { MessagePort } from 'node:worker_threads';
import type { PrintingPort } from '@apotheca/core';
import type { Ask, FromService, PrinterDescription, ToService } from '../../main/service-protocol.ts';
import { readServiceOptions } from '../config/options.ts';
import type { Keychain } from '../keys/key-provider.ts';
import { OperatorError } from '../operator-error.ts';

/** `process.parentPort` of an Electron utility process. */
export interface ParentPort {
  on(event: 'message', listener: (event: { data: ToService; ports: MessagePort[] }) => void): void;
  postMessage(message: FromService): void;
}

/** Electron adds it to `process`; undefined everywhere else. */
export function parentPort(): ParentPort | undefined {
  return (process as typeof process & { readonly parentPort?: ParentPort }).parentPort;
}

/** Asks the Electron main process for what only it can do, and waits for the answer of the same id. */
export class Parent {
  readonly #port: ParentPort;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastId = 0;

  constructor(port: ParentPort) {
    this.#port = port;
  }

  ask(ask: Ask): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.postMessage({ kind: 'ask', id, ask });
    });
  }

  /** True when the message was an answer to one of the questions. */
  settle(message: ToService): boolean {
    if (message.kind !== 'answer' && message.kind !== 'failure') return false;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
    return true;
  }
}

export function keychainOf(parent: Parent): Keychain {
  const bytes = (value: unknown): Uint8Array => {
    if (value instanceof Uint8Array) return value;
    throw new TypeError('the keychain answers bytes');
  };
  return {
    isAvailable: async () => (await parent.ask({ what: 'keychain-available' })) === true,
    wrap: async (plain) => bytes(await parent.ask({ what: 'keychain-wrap', bytes: plain })),
    unwrap: async (sealed) => bytes(await parent.ask({ what: 'keychain-unwrap', bytes: sealed })),
  };
}

export function printingOf(parent: Parent): PrintingPort {
  return {
    printers: async () => (await parent.ask({ what: 'printers' })) as readonly PrinterDescription[],
    print: async (job) => {
      await parent.ask({ what: 'print', ...job });
    },
  };
}

/** The service inside Electron: same program, its window comes over MessagePorts, its keys from the keychain. */
export async function runUnderElectron(port: ParentPort, argv: readonly string[]): Promise<void> {
  const parent = new Parent(port);
  const early: MessagePort[] = [];
  let accept = (windowPort: MessagePort): void => void early.push(windowPort);
  let stop = async (): Promise<void> => {};
  port.on('message', ({ data, ports }) => {
    if (parent.settle(data)) return;
    if (data.kind === 'window-port') for (const windowPort of ports) accept(windowPort);
    if (data.kind === 'stop') {
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    }
  });
  try {
    const options = readServiceOptions(argv);
    const { startService } = await import('../start-service.ts');
    const service = await startService(options, {
      keychain: keychainOf(parent),
      printing: printingOf(parent),
      passphrase: process.env.APOTHECA_PASSPHRASE,
      relayToken: process.env.APOTHECA_RELAY_TOKEN,
    });
    accept = (windowPort) => service.acceptPort(windowPort);
    stop = () => service.stop();
    early.forEach(accept);
    port.postMessage({ kind: 'ready', url: service.ready.url });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    port.postMessage({ kind: 'refused', message: error.message });
  }
}
