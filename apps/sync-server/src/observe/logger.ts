import { createHash } from 'node:crypto';
import pino, { type Logger } from 'pino';

export type { Logger };

/** Structured lines on stderr. Codes and counts: no store, no terminal, no address in the clear, and no content. */
export function openLog(level: string): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    pino.destination({ fd: 2, sync: false }),
  );
}

/** Enough to follow one store through a log, and of no use without the id it stands for. */
export function tagOf(text: string): string {
  return createHash('sha256').update(`apotheca-relay-log\n${text}`).digest('hex').slice(0, 10);
}

/** Kind, code and place of an error, not its message: a message may quote what came over the wire. */
export function describeError(error: unknown): { kind: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, at: [] };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const lines = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { kind: error.name, ...code, at: lines.slice(0, 6).map((line) => line.trim()) };
}
