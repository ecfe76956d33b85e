import { argv, env, exit, stderr, stdout, umask } from 'node:process';
import { readServiceOptions } from './config/options.ts';
import { parentPort, runUnderElectron } from './electron/parent.ts';
import { OperatorError } from './operator-error.ts';

/** The service as a process of its own: headless, or behind a browser window. One JSON line on stdout says ready. */
async function run(): Promise<void> {
  const options = readServiceOptions(argv.slice(2));
  // Loaded only now: a wrong flag is answered at once.
  const { startService } = await import('./start-service.ts');
  const service = await startService(options, {
    keychain: null,
    passphrase: env.APOTHECA_PASSPHRASE,
    launchToken: env.APOTHECA_LAUNCH_TOKEN,
    relayToken: env.APOTHECA_RELAY_TOKEN,
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      service.stop().then(
        () => exit(0),
        (error) => fail(error),
      );
    });
  }
  stdout.write(`${JSON.stringify(service.ready)}\n`);
}

function fail(error: unknown): never {
  const line =
    error instanceof OperatorError
      ? error.message
      : `Apotheca cannot go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  stderr.write(`${line}\n`);
  exit(1);
}

// What is written is for its owner only.
umask(0o077);
// Electron loads this file without calling it the main module (lib/utility/init.ts): its port says so instead.
const electron = parentPort();
if (electron) runUnderElectron(electron, argv.slice(2)).catch(fail);
else if (import.meta.main) run().catch(fail);
