import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/service/main.ts', import.meta.url));
const bundle = fileURLToPath(new URL('../../dist/service/main.mjs', import.meta.url));
const cli = fileURLToPath(new URL('../../src/service/cli/main.ts', import.meta.url));

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the test
  readonly body: any;
}

export interface CallOptions {
  readonly idempotencyKey?: string;
  readonly token?: string;
}

/** Starts from source share what was compiled: a third faster. */
const compileCache = join(tmpdir(), 'apotheca-test-compile-cache');

const started = new Set<ChildProcess>();

/** What a failed test left running, or those of it that a test picks. */
export function killAll(which: (child: ChildProcess) => boolean = () => true): void {
  for (const child of started) if (which(child)) child.kill('SIGKILL');
}

interface Ready {
  readonly url: string;
  readonly syncUrl: string;
  readonly terminalId: string;
}

/** The real service as a process of its own, reached over REST. */
export class ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly terminalId: string;
  /** Where other terminals reach it. */
  readonly syncUrl: string;
  readonly #launchToken: string;
  #token: string | null = null;

  private constructor(child: ChildProcess, ready: Ready, launchToken: string) {
    this.child = child;
    this.url = ready.url;
    this.terminalId = ready.terminalId;
    this.syncUrl = ready.syncUrl;
    this.#launchToken = launchToken;
  }

  static async start(
    dataDir: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
    /** The bundle of `npm start` instead of the sources: for figures. */
    how: { readonly isBundled?: boolean } = {},
  ): Promise<ServiceProcess> {
    const child = spawnNode(how.isBundled ? bundle : main, ['--headless', '--data-dir', dataDir, ...args], env);
    const out = collect(child);
    const line = await Promise.race([
      firstLine(child),
      once(child, 'exit').then(() => Promise.reject(new Error(`the service did not start: ${out.stderr}`))),
    ]);
    const running = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { launchToken: string };
    return new ServiceProcess(child, JSON.parse(line) as Ready, running.launchToken);
  }

  async call(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    const token = options.token ?? this.#token;
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        'X-Apotheca-Launch': this.#launchToken,
        ...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(options.idempotencyKey ? { 'Idempotency-Key': options.idempotencyKey } : {}),
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  async signIn(username: string, password: string): Promise<void> {
    const answer = await this.call('POST', '/auth/sessions', { username, password });
    if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer)}`);
    this.#token = answer.body.token as string;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  /** Stops it as a person would and answers the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    this.child.kill('SIGTERM');
    const [code] = (await once(this.child, 'exit')) as [number | null];
    return code;
  }
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the service to its end: for starts that must fail. */
export function runService(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return finish(spawnNode(main, args, env));
}

export function runCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return finish(spawnNode(cli, args, env));
}

function spawnNode(script: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const { APOTHECA_PASSPHRASE: _none, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_COMPILE_CACHE: compileCache, ...inherited, ...env },
  });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}

async function finish(child: ChildProcess): Promise<Finished> {
  const out = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...out };
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const out = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      out[name] += text;
    });
  }
  return out;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
  });
}

export const owner = { username: 'owner', password: 'correct horse battery' };

/** First set-up of a real store, as the own window does it. Answers the recovery code. */
export async function setUpStore(service: ServiceProcess): Promise<string> {
  const answer = await service.call('POST', '/store/setup', {
    store: {
      name: 'Kill Test Pharmacy',
      address: { line1: '1 Main St', city: 'Columbus', state: 'OH', postalCode: '43215' },
      phone: '6145550100',
      licence: 'OH-TEST-1',
      jurisdiction: 'us_oh',
      timeZone: 'America/New_York',
      pharmacistInCharge: 'Nadia Haddad',
    },
    owner: { ...owner, name: 'Olive Owner', isPharmacistInCharge: true },
  });
  if (answer.status !== 200) throw new Error(`set-up failed: ${JSON.stringify(answer)}`);
  return answer.body.recoveryCode as string;
}
