import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project folder, wherever a command was called from. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What went wrong in a way that a person can mend: shown as one line, without a stack. */
export class SetupError extends Error {}

/** One line of progress. Never on stdout: that belongs to the program that is started. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs an entry point; a `SetupError` ends it with its line and exit code 1. */
export function runMain(main) {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)));
      process.exitCode = 1;
    },
  );
}
