import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

/** The relay as its own process, as it is run. */
export class RelayProcess {
  readonly url: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  log = '';

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.stderr?.on('data', (text: Buffer) => {
      this.log += text.toString();
    });
  }

  static start(flags: readonly string[]): Promise<RelayProcess> {
    const args = [main, '--port', '0', '--address-attempts', '100000', ...flags];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    return new Promise((resolve, reject) => {
      let said = '';
      let complaint = '';
      child.stderr.on('data', (text: Buffer) => {
        complaint += text.toString();
      });
      child.once('exit', (code) => reject(new Error(`the relay ended with ${code}: ${complaint}`)));
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('\n')) resolve(new RelayProcess(JSON.parse(said).url, child));
      });
    });
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    this.#child.kill(signal);
    return this.#ended;
  }
}
