import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../cli/run-command.ts';
import { localCall } from '../maintenance/local-call.ts';
import { OperatorError } from '../operator-error.ts';
import { openTerminal, type Terminal } from '../terminal/open-terminal.ts';
import { probeModule } from './probe-module.ts';

const modules = () => [probeModule];

/** A folder for the data directories and files of one test file. */
export function testFolder(): { path(name: string): string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'apotheca-store-'));
  return { path: (name) => join(dir, name), remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A real store on disk with the probe module alone. */
export function openProbeStore(
  dataDir: string,
  options: { demo?: string | null; passphrase?: string } = {},
): Promise<Terminal> {
  return openTerminal({
    dataDir,
    demo: options.demo ?? null,
    roles: ['terminal'],
    passphrase: options.passphrase,
    keychain: null,
    mayCreate: true,
    webOrigins: () => [],
    modules,
  });
}

export function addProbes(terminal: Terminal, count: number): void {
  const add = terminal.kernel.host.handler('probe', 'add');
  for (let no = 0; no < count; no++) {
    add({ id: `p${no % 7}`, by: no, note: 'n'.repeat(200) } as never, localCall('probe.add') as never);
  }
  terminal.kernel.engine.seal();
}

/** Bytes beside the ledger, as a scanned prescription is: makes the store larger than one chunk of a backup. */
export function addScans(terminal: Terminal, count: number): void {
  const insert = 'INSERT INTO blob (id, media_type, bytes) VALUES (?, ?, ?)';
  for (let no = 0; no < count; no++) {
    terminal.db.write(insert).run(`scan-${no}`, 'image/png', new Uint8Array(100_000).fill(no));
  }
}

/** What a command prints, or the line it fails with. */
export async function command(
  argv: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ lines: string[] } | { error: string }> {
  try {
    return { lines: await runCommand(argv, { env, note: () => {}, modules }) };
  } catch (error) {
    if (error instanceof OperatorError) return { error: error.message };
    throw error;
  }
}

export async function errorOf(argv: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const result = await command(argv, env);
  if ('error' in result) return result.error;
  throw new Error(`the command was expected to fail, it printed: ${result.lines.join(' / ')}`);
}

export async function linesOf(argv: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const result = await command(argv, env);
  if ('lines' in result) return result.lines.join('\n');
  throw new Error(result.error);
}
