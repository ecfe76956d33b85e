/** What whoever runs the relay can mend: shown as one line, without a stack. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}

export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}
