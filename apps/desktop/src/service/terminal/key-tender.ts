import type { Kernel } from '@apotheca/core';

/** Rotation and handing on wait for somebody who may be cut off: looked at this often. */
const tendMs = 5_000;

/** Keeps the store keys as the register says, from the commit that changes it. Returns the function that stops it. */
export function tendKeysOf(kernel: Kernel, onUnexpected: (error: unknown) => void): () => void {
  if (!kernel.host.has('nodes')) return () => {};
  let isStopped = false;
  const tend = async (): Promise<void> => {
    if (isStopped) return;
    try {
      await kernel.host.service('nodes').tendKeys();
    } catch (error) {
      if (!isStopped) onUnexpected(error);
    }
  };
  const unsubscribe = kernel.engine.onCommit((changes) => {
    if (changes.some(({ kind }) => kind === 'terminal' || kind === 'store-key' || kind === '*')) void tend();
  });
  const timer = setInterval(() => void tend(), tendMs);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
    unsubscribe();
  };
}
