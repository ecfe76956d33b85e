import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { RotatingFile } from './rotating-file.ts';

export type { Logger };

const logBytesMax = 10 * 1024 * 1024;
const logFilesKept = 5;

/**
 * Members that never reach a log line, wherever they stand. Log lines carry codes, counts and ids of requests;
 * nothing of a person. The redaction is the second line of defence, not the first.
 */
const secret = [
  'authorization',
  'cookie',
  'password',
  'pin',
  'totp',
  'token',
  'key',
  'recoveryCode',
  'name',
  'birthDate',
  'phone',
  'phones',
  'address',
  'patient',
  'patientId',
  'body',
  'input',
];

export interface OpenLog {
  readonly log: Logger;
  close(): void;
}

/** Logs to stderr from warnings on, and everything to `logs/service.log` in the data directory. stdout stays clean. */
export function openLog(dataDir: string, options: { level?: string; stderrLevel?: string } = {}): OpenLog {
  const dir = join(dataDir, 'logs');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = new RotatingFile(join(dir, 'service.log'), logBytesMax, logFilesKept);
  const level = options.level ?? 'info';
  const streams = [
    { level, stream: file },
    { level: options.stderrLevel ?? 'warn', stream: process.stderr },
  ] as { level: pino.Level; stream: NodeJS.WritableStream }[];
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      serializers: { err: describeError },
    },
    pino.multistream(streams),
  );
  return { log, close: () => file.close() };
}

/**
 * Kind, code and place of an error. Not its message: a message of SQLite or of a validator quotes values, and a value
 * may be a patient's.
 */
export function describeError(error: unknown): { kind: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, at: [] };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((line) => line.trim());
  return { kind: error.name, ...code, at };
}
