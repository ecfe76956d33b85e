import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../sync-server/src/main.ts', import.meta.url));
const started = new Set<ChildProcess>();

/** What a failed test left running. */
export function killRelays(): void {
  for (const child of started) child.kill('SIGKILL');
}

/** The real relay as a process of its own, over plain WebSocket on loopback. */
export class RelayProcess {
  readonly child: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
  }

  static async start(dataDir: string, args: readonly string[] = []): Promise<RelayProcess> {
    const flags = ['--data-dir', dataDir, '--log-level', 'error', '--port', '0', ...args];
    const child = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.add(child);
    child.once('exit', () => started.delete(child));
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([
      once(lines, 'line'),
      once(child, 'exit').then(() => Promise.reject(new Error('the relay did not start'))),
    ])) as [string];
    return new RelayProcess(child, (JSON.parse(line) as { port: number }).port);
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/`;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    await once(this.child, 'exit');
  }
}
