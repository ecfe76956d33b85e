import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAlive } from './lock.mjs';
import { root } from './root.mjs';

const parentPollMs = 500;
const followParent = pathToFileURL(join(root, 'scripts', 'bootstrap', 'follow-parent.mjs')).href;

/** Starts a Node program of ours that ends when this process does. */
export function spawnFollower(
  node,
  script,
  args,
  { stdio = ['inherit', 'inherit', 'inherit'], env = process.env } = {},
) {
  return spawn(node, ['--import', followParent, script, ...args], { stdio: [...stdio, 'ipc'], env });
}

/** Waits for a child, passing signals on, and answers the exit code a shell would show. */
export function waitFor(child, stop = () => child.kill('SIGTERM')) {
  const stopWatching = onOwnEnd(stop);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      stopWatching();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      stopWatching();
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/**
 * Calls `stop` when this process is asked to end, or when what started it has gone: npm passes SIGTERM to the shell
 * in between and no further, so a stopped `npm start` is seen by its absence only.
 */
export function onOwnEnd(stop) {
  let hasStopped = false;
  const once = () => {
    if (hasStopped) return;
    hasStopped = true;
    stop();
  };
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];
  for (const signal of signals) process.on(signal, once);
  const ancestors = process.env.npm_lifecycle_event ? ancestorsNow() : [];
  const timer = setInterval(() => {
    if (ancestors.some(([pid, parent]) => (pid === process.pid ? process.ppid !== parent : !isAlive(pid)))) once();
  }, parentPollMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    for (const signal of signals) process.off(signal, once);
  };
}

/** This process and its parent; and the npm above, where a shell stands between that would outlive it. */
function ancestorsNow() {
  const found = [[process.pid, process.ppid]];
  const grandparent = parentOf(process.ppid);
  if (grandparent > 1 && /\bnpm\b/.test(commandOf(grandparent))) found.push([grandparent, 0]);
  return found;
}

function parentOf(pid) {
  const stat = readProc(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function commandOf(pid) {
  return readProc(pid, 'cmdline');
}

/** Empty where the system has no /proc. */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
