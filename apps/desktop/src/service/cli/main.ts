import { argv, env, exit, stderr, stdout, umask } from 'node:process';
import { OperatorError } from '../operator-error.ts';
import { runCommand } from './run-command.ts';

/** `npm run apotheca -- COMMAND --data-dir DIR`: exit 0, or 1 with one line that says what is wrong and what to do. */
umask(0o077);
try {
  const lines = await runCommand(argv.slice(2), { env, note: (line) => void stderr.write(`${line}\n`) });
  stdout.write(lines.map((line) => `${line}\n`).join(''));
} catch (error) {
  const text = error instanceof OperatorError ? error.message : `This failed unexpectedly: ${String(error)}`;
  stderr.write(`${text}\n`);
  exit(1);
}
