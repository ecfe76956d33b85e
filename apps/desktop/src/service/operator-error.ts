/**
 * Something the person who runs this machine must see and act on: one line that says what is wrong and what to do.
 * The command line prints it and exits 1; never a stack, never patient data.
 */
export class OperatorError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'OperatorError';
  }
}

/** The code of a Node or SQLite error (`ENOENT`, `SQLITE_FULL`), or an empty string. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
