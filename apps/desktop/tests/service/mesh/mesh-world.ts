import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CuttingProxy } from '../cutting-proxy.ts';
import { RelayProcess } from '../relay-process.ts';
import { ServiceProcess } from '../service-process.ts';

export const meshUsers = ['tech', 'pharmacist', 'manager', 'owner'] as const;
export type MeshUser = (typeof meshUsers)[number];

/** One terminal of the store: the process changes with every kill, the directory stays. */
export interface MeshTerminal {
  readonly name: string;
  readonly dataDir: string;
  readonly args: string[];
  /** Null while it is not running. */
  service: ServiceProcess | null;
  tokens: Readonly<Record<MeshUser, string>>;
}

export interface MeshWorldOptions {
  readonly dir: string;
  readonly terminals?: number;
  readonly isBundled?: boolean;
  /** Sees what goes between the terminals and the relay. */
  readonly tap?: (link: string, connection: number, isNear: boolean, chunk: Buffer) => void;
}

const noTokens = { tech: '', pharmacist: '', manager: '', owner: '' };

/** Real terminals and a real relay on one machine, joined by codes, with a line of its own between any two of them. */
export class MeshWorld {
  readonly #options: MeshWorldOptions;
  readonly terminals: MeshTerminal[] = [];
  /** Lines between terminals; the dialler is the later one. */
  readonly lines = new Map<string, CuttingProxy>();
  readonly relayLines = new Map<string, CuttingProxy>();
  relay: RelayProcess;

  private constructor(options: MeshWorldOptions, relay: RelayProcess) {
    this.#options = options;
    this.relay = relay;
  }

  static async start(options: MeshWorldOptions): Promise<MeshWorld> {
    const count = options.terminals ?? 4;
    const names = Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index));
    const lines = await Promise.all(names.map(async (name) => [name, await CuttingProxy.to(1)] as const));
    const relay = await RelayProcess.start(relayDirOf(options.dir), namedAs(lines.map(([, line]) => line)));
    const world = new MeshWorld(options, relay);
    for (const [name, line] of lines) {
      line.leadTo(relay.port);
      const { tap } = options;
      if (tap) line.tap = (connection, isNear, chunk) => tap(name, connection, isNear, chunk);
      world.relayLines.set(name, line);
    }
    await world.#found(names[0] as string);
    const joining: MeshTerminal[] = [];
    for (const name of names.slice(1)) joining.push(await world.#prepare(name));
    await Promise.all(joining.map((terminal) => world.#join(terminal)));
    return world;
  }

  get relayDir(): string {
    return relayDirOf(this.#options.dir);
  }

  async #found(name: string): Promise<void> {
    const terminal = this.#add(name);
    await this.startTerminal(terminal, ['--demo']);
  }

  /** A line to each terminal before it, whose port is known once that one runs. */
  async #prepare(name: string): Promise<MeshTerminal> {
    const before = [...this.terminals];
    const terminal = this.#add(name);
    for (const other of before) {
      const line = await CuttingProxy.to(other.service?.syncUrl ?? 1);
      this.lines.set(`${name}-${other.name}`, line);
      terminal.args.push('--peer', line.url);
    }
    return terminal;
  }

  async #join(terminal: MeshTerminal): Promise<void> {
    const [{ service, tokens }] = this.terminals as [MeshTerminal];
    if (!service) throw new Error('the founder runs');
    const { name } = terminal;
    const answer = await service.call('POST', '/store/enrollments', { name }, { token: tokens.owner });
    if (answer.status !== 200) throw new Error(`no code: ${JSON.stringify(answer.body)}`);
    await this.startTerminal(terminal, ['--join', `${service.syncUrl}#${answer.body.code}`]);
  }

  #add(name: string): MeshTerminal {
    const dataDir = join(this.#options.dir, name);
    mkdirSync(this.#options.dir, { recursive: true });
    const relay = ['--relay', `ws://127.0.0.1:${this.relayLines.get(name)?.port}/`];
    const terminal = {
      name,
      dataDir,
      args: ['--no-discovery', ...relay],
      service: null,
      tokens: noTokens,
    };
    this.terminals.push(terminal);
    return terminal;
  }

  /** Starts it, leads the lines to its new port and signs everybody in. */
  async startTerminal(terminal: MeshTerminal, args: readonly string[] = []): Promise<void> {
    const how = { isBundled: this.#options.isBundled ?? false };
    const service = await ServiceProcess.start(terminal.dataDir, [...terminal.args, ...args], {}, how);
    for (const [name, line] of this.lines) if (name.endsWith(`-${terminal.name}`)) line.leadTo(service.syncUrl);
    const tokens: Record<MeshUser, string> = { ...noTokens };
    for (const username of meshUsers) {
      const answer = await service.call('POST', '/auth/sessions', { username, password: 'apotheca-demo' });
      if (answer.status !== 200) throw new Error(`sign-in of ${username} failed: ${JSON.stringify(answer.body)}`);
      tokens[username] = answer.body.token as string;
    }
    terminal.tokens = tokens;
    terminal.service = service;
  }

  async killTerminal(terminal: MeshTerminal): Promise<void> {
    const { service } = terminal;
    terminal.service = null;
    await service?.kill();
  }

  async restartRelay(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.relay.end(signal);
    this.relay = await RelayProcess.start(this.relayDir, namedAs([...this.relayLines.values()]));
    for (const line of this.relayLines.values()) line.leadTo(this.relay.port);
  }

  everyLine(): CuttingProxy[] {
    return [...this.lines.values(), ...this.relayLines.values()];
  }

  fairWeather(): void {
    for (const line of this.everyLine()) {
      line.set('fair');
      line.delay(0);
    }
  }

  async status(terminal: MeshTerminal) {
    if (!terminal.service) throw new Error(`${terminal.name} runs`);
    return (await terminal.service.call('GET', '/system/status', undefined, { token: terminal.tokens.owner })).body;
  }

  async stop(): Promise<void> {
    await Promise.all(this.terminals.map(({ service }) => service?.stop()));
    for (const terminal of this.terminals) terminal.service = null;
    await this.relay.end('SIGTERM');
    await Promise.all(this.everyLine().map((line) => line.close()));
  }
}

function relayDirOf(dir: string): string {
  return join(dir, 'relay');
}

/** The relay is asked for under the names of the lines that lead to it. */
function namedAs(lines: readonly CuttingProxy[]): string[] {
  return lines.flatMap(({ port }) => ['--name', `127.0.0.1:${port}`]);
}
