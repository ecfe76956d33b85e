import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyProcedure, call as callProcedure } from '@orpc/server';
import { openTerminal, type Terminal } from '../apps/desktop/src/service/terminal/open-terminal.ts';
import { buildRouter, type Session } from '../packages/core/src/index.ts';

/** A terminal in this process with its real database, called through the production edge without a network. */
export interface Workplace {
  readonly dataDir: string;
  readonly terminal: Terminal;
  // biome-ignore lint/suspicious/noExplicitAny: procedures are addressed by name
  call(username: string, procedure: string, input?: unknown): Promise<any>;
  close(): void;
}

export async function openWorkplace(options: { demo: string | null; dataDir?: string }): Promise<Workplace> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'apotheca-bench-'));
  const terminal = await openTerminal({
    dataDir,
    demo: options.demo,
    roles: ['terminal'],
    passphrase: undefined,
    keychain: null,
    mayCreate: true,
    webOrigins: () => [],
  });
  const { kernel } = terminal;
  const router = buildRouter(kernel.contract, kernel.host, {
    onUnexpected: (error) => process.stderr.write(`${String(error)}\n`),
    isLocked: () => false,
    monotonicMs: () => performance.now(),
  }) as unknown as Record<string, Record<string, AnyProcedure>>;
  return {
    dataDir,
    terminal,
    call(username, procedure, input) {
      const [module = '', endpoint = ''] = procedure.split('.');
      const target = router[module]?.[endpoint];
      if (!target) throw new Error(`there is no endpoint ${procedure}`);
      const context = {
        call: {
          session: sessionOf(terminal, username),
          address: 'local',
          ownWindow: true,
          idempotencyKey: null,
          requestId: 'bench',
          signal: new AbortController().signal,
        },
      };
      return callProcedure(target, input, { context, path: [module, endpoint] });
    },
    close() {
      terminal.close();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function sessionOf(terminal: Terminal, username: string): Session {
  const row = terminal.db
    .prepare<{ id: string; name: string; role: Session['role'] }>(
      'SELECT aggregate_id AS id, name, role FROM auth_user WHERE username = ?',
    )
    .get(username);
  if (!row) throw new Error(`the store has no user ${username}`);
  return { id: `bench_${username}`, userId: row.id, userName: row.name, role: row.role, secondFactorAt: null };
}
