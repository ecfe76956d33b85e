import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LoadOrder, LoadReport } from './load-kinds.ts';

export interface RoomsResult {
  /** Most rooms at which 99 of 100 changes reached the others within the limit. */
  readonly rooms: number;
  readonly p99Ms: number;
  /** Share of one core the server used at that many rooms. */
  readonly cpuShare: number;
  readonly memoryKbPerRoom: number;
}

interface Server {
  readonly url: string;
  readonly child: ChildProcess;
  readonly end: () => void;
}

const p99MsMax = 100;
const measureMs = 6_000;

/** Adds rooms until the limit is passed at two levels in a row. */
export async function measureRooms(
  kind: 'relay' | 'stock',
  options: { from: number; factor: number; to: number; log?: (line: string) => void },
): Promise<RoomsResult> {
  const server = kind === 'relay' ? await startRelay() : await startStock();
  const load = fork(join(import.meta.dirname, 'load.ts'), [], { stdio: 'inherit' });
  const idleKb = memoryKb(server.child);
  let best: RoomsResult = { rooms: 0, p99Ms: Number.NaN, cpuShare: 0, memoryKbPerRoom: 0 };
  let failures = 0;
  try {
    for (let rooms = options.from; rooms <= options.to && failures < 2; rooms = Math.round(rooms * options.factor)) {
      const order: LoadOrder = { kind, url: server.url, rooms, measureMs };
      const report = await ask(load, order, server.child);
      const isMet = report.p99Ms < p99MsMax && report.missing <= report.deliveries / 100;
      const memoryKbPerRoom = (memoryKb(server.child) - idleKb) / rooms;
      options.log?.(
        `${kind} ${rooms} rooms: p50 ${report.p50Ms.toFixed(1)} p99 ${report.p99Ms.toFixed(1)} ms, missing ${report.missing}, cpu ${report.cpuShare.toFixed(2)}, ${memoryKbPerRoom.toFixed(0)} KB a room`,
      );
      if (isMet) best = { rooms, p99Ms: report.p99Ms, cpuShare: report.cpuShare, memoryKbPerRoom };
      failures = isMet ? 0 : failures + 1;
    }
  } finally {
    load.kill('SIGKILL');
    server.child.kill('SIGKILL');
    server.end();
  }
  return best;
}

async function ask(
  load: ChildProcess,
  order: LoadOrder,
  server: ChildProcess,
): Promise<LoadReport & { cpuShare: number }> {
  const samples: { atMs: number; cpu: number }[] = [];
  const timer = setInterval(() => {
    samples.push({ atMs: performance.now(), cpu: cpuSeconds(server) });
  }, 250);
  load.send(order);
  const report = await new Promise<LoadReport>((resolve, reject) => {
    load.once('message', (message) => resolve(message as LoadReport));
    load.once('exit', () => reject(new Error('the load generator ended')));
  });
  clearInterval(timer);
  const last = samples.at(-1);
  const first = samples.find(({ atMs }) => last && last.atMs - atMs <= measureMs);
  const cpuShare = first && last && last !== first ? ((last.cpu - first.cpu) * 1000) / (last.atMs - first.atMs) : 0;
  return { ...report, cpuShare };
}

async function startRelay(): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'apotheca-bench-relay-'));
  const main = join(import.meta.dirname, '..', 'dist', 'main.mjs');
  const wide = ['--address-connections', '1000000', '--address-attempts', '10000000', '--log-level', 'error'];
  const child = spawn(process.execPath, [main, '--port', '0', '--data-dir', dir, ...wide], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => {
    child.stdout.once('data', (text: Buffer) => resolve(JSON.parse(text.toString()).url));
  });
  return { url, child, end: () => rmSync(dir, { recursive: true, force: true }) };
}

async function startStock(): Promise<Server> {
  const require = createRequire(import.meta.url);
  const main = join(dirname(require.resolve('@y/websocket-server/package.json')), 'src', 'server.js');
  const port = await freePort();
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(port) };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { url: `ws://127.0.0.1:${port}`, child, end: () => {} };
}

/** Processor time of all threads, from /proc; user and system in hundredths of a second. */
function cpuSeconds(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function memoryKb(child: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
