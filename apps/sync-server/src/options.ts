import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorCode, OperatorError } from './operator-error.ts';

/** What one store, one address and the whole relay may use. */
export interface Quotas {
  readonly storeBytes: number;
  readonly storeRowsPerSecond: number;
  readonly storeConnections: number;
  readonly storeSignalsPerSecond: number;
  readonly addressConnections: number;
  readonly addressAttemptsPerMinute: number;
  readonly stores: number;
}

export interface RelayOptions {
  /** 0 picks a free port. */
  readonly port: number;
  readonly host: string;
  /** Host and port as terminals write them in the address of the relay; what they sign names one of these. */
  readonly names: readonly string[];
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly dataDir: string;
  readonly store: { readonly kind: 'sqlite' } | { readonly kind: 'nats'; readonly servers: readonly string[] };
  readonly natsReplicas: number;
  readonly shards: number;
  readonly keepDays: number;
  readonly quotas: Quotas;
  readonly registrationToken: string | null;
  readonly statusToken: string | null;
  /** What the chain reads shared stock with; null: none is taken. */
  readonly chainToken: string | null;
  readonly trustProxy: boolean;
  readonly logLevel: string;
}

const value = { type: 'string' } as const;
const flags = {
  port: value,
  host: value,
  name: { type: 'string', multiple: true },
  'tls-cert': value,
  'tls-key': value,
  'data-dir': value,
  store: value,
  'nats-replicas': value,
  shards: value,
  'keep-days': value,
  'store-mb': value,
  'store-rows': value,
  'store-connections': value,
  'store-signals': value,
  'address-connections': value,
  'address-attempts': value,
  stores: value,
  'registration-token': value,
  'status-token': value,
  'chain-token': value,
  'trust-proxy': { type: 'boolean' },
  'log-level': value,
} as const;

/** Reads the command line of the relay. Throws `OperatorError` with one line. */
export function readRelayOptions(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): RelayOptions {
  const given = parse(argv);
  const number = (name: keyof typeof flags, standard: number, min: number, max: number): number =>
    readNumber(name, given[name] as string | undefined, { standard, min, max });
  const host = given.host ?? '127.0.0.1';
  const port = number('port', 7500, 0, 65_535);
  return {
    port,
    host,
    names: (given.name ?? []).map((name) => name.toLowerCase()),
    tls: readTls(given['tls-cert'], given['tls-key']),
    dataDir: resolve(given['data-dir'] ?? 'relay-data'),
    store: readStore(given.store ?? 'sqlite'),
    natsReplicas: number('nats-replicas', 1, 1, 5),
    shards: number('shards', 16, 1, 1024),
    keepDays: number('keep-days', 7, 0, 3650),
    quotas: {
      storeBytes: number('store-mb', 4_096, 1, 10_000_000) * 1024 * 1024,
      storeRowsPerSecond: number('store-rows', 5_000, 1, 10_000_000),
      storeConnections: number('store-connections', 32, 1, 10_000),
      storeSignalsPerSecond: number('store-signals', 200, 1, 1_000_000),
      addressConnections: number('address-connections', 256, 1, 1_000_000),
      addressAttemptsPerMinute: number('address-attempts', 120, 1, 10_000_000),
      stores: number('stores', 100_000, 1, 100_000_000),
    },
    registrationToken: given['registration-token'] ?? env.APOTHECA_RELAY_REGISTRATION_TOKEN ?? null,
    statusToken: given['status-token'] ?? env.APOTHECA_RELAY_STATUS_TOKEN ?? null,
    chainToken: given['chain-token'] ?? env.APOTHECA_RELAY_CHAIN_TOKEN ?? null,
    trustProxy: given['trust-proxy'] ?? false,
    logLevel: readLevel(given['log-level'] ?? 'info'),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const wrong = error instanceof Error ? error.message.split(/[.\n]/, 1)[0] : errorCode(error);
    const known = Object.keys(flags).map((name) => `--${name}`);
    throw new OperatorError(`${wrong}. Flags: ${known.join(' ')}.`);
  }
}

function readNumber(
  name: string,
  text: string | undefined,
  range: { readonly standard: number; readonly min: number; readonly max: number },
): number {
  if (text === undefined) return range.standard;
  const found = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(found >= range.min && found <= range.max)) {
    throw new OperatorError(`--${name} ${text} is not possible. Use a whole number from ${range.min} to ${range.max}.`);
  }
  return found;
}

function readTls(certFile: string | undefined, keyFile: string | undefined): RelayOptions['tls'] {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined) {
    throw new OperatorError('--tls-cert and --tls-key go together. Give both files, or none behind a proxy with TLS.');
  }
  return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
}

function readStore(text: string): RelayOptions['store'] {
  if (text === 'sqlite') return { kind: 'sqlite' };
  const servers = text.split(',').map((one) => one.trim());
  if (servers.every((one) => /^(nats|tls):\/\/[^\s/]+$/.test(one))) return { kind: 'nats', servers };
  throw new OperatorError(`--store ${text} is not known. Use sqlite, or nats://HOST:4222[,nats://HOST:4222].`);
}

function readLevel(text: string): string {
  const levels = ['debug', 'info', 'warn', 'error'];
  if (!levels.includes(text)) throw new OperatorError(`--log-level ${text} is not one of ${levels.join(', ')}.`);
  return text;
}
