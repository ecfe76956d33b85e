import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { root, SetupError, say } from '../bootstrap/root.mjs';
import { onOwnEnd, spawnFollower } from '../bootstrap/run-child.mjs';

/** As the Electron window does: three new starts, then it is left to a person. */
const pausesMs = [250, 1_000, 4_000];
const windowMs = 60_000;
const script = join(root, 'apps', 'desktop', 'dist', 'service', 'main.mjs');

/**
 * Runs the service behind a browser window and keeps it alive: a crash costs a restart at the same address, so the
 * page finds it again. Answers when it is ready for the first time.
 */
export async function keepService(args, { start = startProcess, nowMs = () => performance.now(), wait = pause } = {}) {
  const launchToken = randomBytes(32).toString('base64url');
  let isStopping = false;
  let child = start(args, launchToken);
  const url = await child.ready;
  process.stdout.write(`${child.line}\n`);
  const fixed = [...withoutPort(args), '--port', new URL(url).port];

  const stop = () => {
    isStopping = true;
    child.stop();
    return ended;
  };
  const stopWatching = onOwnEnd(stop);
  const ended = (async () => {
    let exits = [];
    for (;;) {
      const code = await child.exited;
      if (isStopping || code === 0) return code;
      exits = [...exits.filter((at) => nowMs() - at < windowMs), nowMs()];
      const pauseMs = pausesMs[exits.length - 1];
      if (pauseMs === undefined) {
        say('The service stops again and again. Restart this computer, then restore the latest backup.');
        return code;
      }
      say(`The service stopped (exit ${code}) and is being started again.`);
      await wait(pauseMs);
      child = start(fixed, launchToken);
      child.ready.catch(() => undefined);
    }
  })().finally(stopWatching);
  return { url, launchToken, ended, stop };
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

function withoutPort(args) {
  return args.filter((arg, at) => !/^--port(=|$)/.test(arg) && args[at - 1] !== '--port');
}

/** One process of the service. `ready` answers its address, or rejects when it ends before it has one. */
function startProcess(args, launchToken) {
  const child = spawnFollower(process.execPath, script, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, APOTHECA_LAUNCH_TOKEN: launchToken },
  });
  const started = { line: '', stop: () => child.kill('SIGTERM') };
  started.exited = new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  started.ready = new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n', 1)[0];
      if (started.line !== '' || !text.includes('\n')) return;
      started.line = line;
      resolve(JSON.parse(line).url);
    });
    started.exited.then(() => reject(new SetupError('The service did not start; its line above says why.')));
  });
  return started;
}
