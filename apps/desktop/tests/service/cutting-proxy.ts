import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Weather =
  /** Passes everything on. */
  | 'fair'
  /** Ends what is open and takes nothing new: a switch without power. */
  | 'cut'
  /** Keeps connections open and passes nothing: a cable pulled behind the switch. */
  | 'silent'
  /** Passes on what the dialler says and takes nothing from the other end: a reader that is stuck. */
  | 'stalled';

/** A TCP connection with bad weather in it, between two terminals. Sees nothing of what is in the TLS. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #waiting = new WeakMap<Socket, Buffer[]>();
  readonly #pairs = new Set<{ readonly near: Socket; readonly far: Socket }>();
  #target: number;
  #weather: Weather = 'fair';
  #delayMs = 0;
  /** Bytes passed on in both directions. */
  passed = 0;
  /** Connections taken. */
  taken = 0;
  /** Sees what is passed on: which connection, whether the dialler said it, and what. */
  tap: ((connection: number, isNear: boolean, chunk: Buffer) => void) | null = null;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: false }, (near) => this.#take(near));
  }

  /** A proxy before a port, or before the port of a sync address. */
  static async to(target: number | string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(typeof target === 'number' ? target : Number(new URL(target).port));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}/`;
  }

  get open(): number {
    return this.#pairs.size;
  }

  /** Where it leads from now on, after the other end came back on another port. */
  leadTo(target: number | string): void {
    this.#target = typeof target === 'number' ? target : Number(new URL(target).port);
  }

  /** Each way, from now on. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  set(weather: Weather): void {
    this.#weather = weather;
    for (const { near, far } of this.#pairs) {
      if (weather === 'cut') {
        near.destroy();
        far.destroy();
      } else {
        steer(near, weather === 'silent');
        steer(far, weather !== 'fair');
      }
    }
  }

  async close(): Promise<void> {
    this.set('cut');
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(near: Socket): void {
    this.taken += 1;
    if (this.#weather === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    const connection = this.taken;
    const pair = { near, far };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', end);
      from.on('close', end);
      from.on('data', (chunk) => {
        this.tap?.(connection, from === near, chunk);
        this.#pass(from, to, chunk);
      });
    }
    this.set(this.#weather);
  }

  /** In the order it came, also while the delay changes. */
  #pass(from: Socket, to: Socket, chunk: Buffer): void {
    const waiting = this.#waiting.get(from) ?? [];
    this.#waiting.set(from, waiting);
    waiting.push(chunk);
    if (this.#delayMs > 0 || waiting.length > 1) setTimeout(() => this.#passNext(from, to, waiting), this.#delayMs);
    else this.#passNext(from, to, waiting);
  }

  #passNext(from: Socket, to: Socket, waiting: Buffer[]): void {
    const chunk = waiting.shift();
    if (!chunk) return;
    this.passed += chunk.length;
    if (to.destroyed || to.write(chunk)) return;
    from.pause();
    to.once('drain', () => this.set(this.#weather));
  }
}

function steer(socket: Socket, isStill: boolean): void {
  if (isStill) socket.pause();
  else socket.resume();
}
