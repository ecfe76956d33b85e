import { OperatorError } from './operator-error.ts';
import { readRelayOptions } from './options.ts';
import { startRelay } from './start-relay.ts';

/** `npm run relay -- FLAGS`: one line of JSON on stdout when it listens; SIGTERM ends it with what it holds written. */
try {
  const writer = import.meta.url.endsWith('.mjs') ? new URL('./writer.worker.mjs', import.meta.url) : undefined;
  const relay = await startRelay(readRelayOptions(process.argv.slice(2)), { writer });
  process.stdout.write(`${JSON.stringify({ ready: true, url: relay.url, port: relay.port })}\n`);
  const stop = (): void => {
    relay.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
