import { resolve } from 'node:path';
import { OperatorError } from '../operator-error.ts';
import { defaultDataDir } from './default-data-dir.ts';
import { type FlagTable, type ParsedFlags, parseFlags } from './flags.ts';
import { type JoinSettings, readJoin } from './join-option.ts';
import { loopbackHosts, readPeer, readRelay, type SyncSettings } from './sync-options.ts';

export const demoJurisdictions = ['us_oh', 'us_fl', 'us_ca', 'ind_ka'] as const;
export type DemoJurisdiction = (typeof demoJurisdictions)[number];

/** What the composition root is started with. Every path is absolute. */
export interface ServiceOptions {
  /** 0 picks a free port. */
  readonly port: number;
  readonly host: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly dataDir: string;
  readonly demo: DemoJurisdiction | null;
  readonly headless: boolean;
  readonly roles: readonly string[];
  readonly sync: SyncSettings;
  /** The running terminal to join at, and the code it gave. */
  readonly join: JoinSettings | null;
}

/** Flags of the service. */
const table: FlagTable = {
  port: { takes: 'value' },
  host: { takes: 'value' },
  'tls-cert': { takes: 'value' },
  'tls-key': { takes: 'value' },
  'data-dir': { takes: 'value' },
  demo: { takes: 'optional' },
  headless: { takes: 'none' },
  role: { takes: 'value' },
  join: { takes: 'value' },
  peer: { takes: 'value', repeatable: true },
  relay: { takes: 'value' },
  'sync-port': { takes: 'value' },
  'sync-host': { takes: 'value' },
  'no-discovery': { takes: 'none' },
};

const roles = ['terminal', 'standby'];

/** Reads the command line of the service. Throws `OperatorError` with one line. */
export function readServiceOptions(argv: readonly string[]): ServiceOptions {
  const parsed = parseFlags(argv, table);
  if (parsed.words.length > 0) {
    throw new OperatorError(
      `"${parsed.words[0]}" is not a flag. Flags start with --; maintenance commands are "npm run apotheca -- COMMAND".`,
    );
  }
  const demo = readDemo(parsed);
  const dataDir = one(parsed, 'data-dir');
  const host = one(parsed, 'host') ?? '127.0.0.1';
  return {
    port: readPort('port', one(parsed, 'port')),
    host,
    tls: readTls(parsed, host),
    dataDir: dataDir === undefined ? defaultDataDir(demo) : resolve(dataDir),
    demo,
    headless: parsed.flags.has('headless'),
    roles: readRoles(one(parsed, 'role')),
    sync: readSync(parsed, host),
    join: readJoin(one(parsed, 'join')),
  };
}

function one(parsed: ParsedFlags, name: string): string | undefined {
  return parsed.flags.get(name)?.[0];
}

function readPort(flag: string, text: string | undefined): number {
  if (text === undefined) return 0;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 0 && port <= 65_535)) throw new OperatorError(`--${flag} ${text} is not a port. Use 0 to 65535.`);
  return port;
}

function readDemo(parsed: ParsedFlags): DemoJurisdiction | null {
  const value = one(parsed, 'demo');
  if (value === undefined) return null;
  const found = demoJurisdictions.find((name) => name === (value === '' ? 'us_oh' : value));
  if (!found) throw new OperatorError(`--demo=${value}: no demo for this. Use one of ${demoJurisdictions.join(', ')}.`);
  return found;
}

/** The LAN gets no plain HTTP: patient data and passwords would cross it readable. */
function readTls(parsed: ParsedFlags, host: string): ServiceOptions['tls'] {
  const certFile = one(parsed, 'tls-cert');
  const keyFile = one(parsed, 'tls-key');
  if (certFile !== undefined && keyFile !== undefined) {
    return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
  }
  if (certFile !== undefined || keyFile !== undefined) {
    throw new OperatorError('--tls-cert and --tls-key go together. Give both files.');
  }
  if (!loopbackHosts.includes(host)) {
    throw new OperatorError(`--host ${host} serves other machines, which needs --tls-cert FILE and --tls-key FILE.`);
  }
  return null;
}

/** Other terminals come over TLS of its own: the port may face the LAN where the workstation does, or by itself. */
function readSync(parsed: ParsedFlags, host: string): SyncSettings {
  const relay = one(parsed, 'relay');
  return {
    host: one(parsed, 'sync-host') ?? host,
    port: readPort('sync-port', one(parsed, 'sync-port')),
    peers: (parsed.flags.get('peer') ?? []).map(readPeer),
    relay: relay === undefined ? null : readRelay(relay),
    discovery: !parsed.flags.has('no-discovery'),
  };
}

function readRoles(text: string | undefined): readonly string[] {
  const asked = (text ?? 'terminal').split(',').map((role) => role.trim());
  for (const role of asked) {
    if (role === 'voice') {
      throw new OperatorError('--role voice arrives with the voice release. Use terminal, standby, or both.');
    }
    if (!roles.includes(role)) throw new OperatorError(`--role ${role} is not a role. Use terminal, standby, or both.`);
  }
  return [...new Set(asked)];
}
