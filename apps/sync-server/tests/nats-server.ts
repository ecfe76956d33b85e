import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const found = spawnSync('nats-server', ['--version'], { stdio: 'ignore' }).error === undefined;

/** In CI its absence is a failure of the machine, not a reason to pass. */
export const hasNats = found || Boolean(process.env.CI);

export class NatsServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #dir: string;

  private constructor(url: string, child: ChildProcess, dir: string) {
    this.url = url;
    this.#child = child;
    this.#dir = dir;
  }

  static async start(): Promise<NatsServer> {
    if (!found) throw new Error('nats-server is not installed: apt-get install nats-server');
    const dir = mkdtempSync(join(tmpdir(), 'relay-nats-'));
    const port = await freePort();
    const args = ['-js', '-sd', dir, '-a', '127.0.0.1', '-p', String(port)];
    const child = spawn('nats-server', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise<void>((resolve, reject) => {
      child.on('exit', () => reject(new Error('nats-server ended')));
      child.stderr?.on('data', (text: Buffer) => {
        if (text.includes('Server is ready')) resolve();
      });
    });
    return new NatsServer(`nats://127.0.0.1:${port}`, child, dir);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
