import type { Kernel } from '@apotheca/core';

/** A seal after this much quiet (architecture section 5); the kernel seals by itself every 256 events. */
const quietMs = 1_000;
/** Under steady load there is no quiet: then at least this often. */
const latestMs = 5_000;

/** Signs the ledger's head soon after the last commit. Returns the function that stops it. */
export function sealWhenQuiet(kernel: Kernel, onError: (error: unknown) => void): () => void {
  let unsealedSinceMs = 0;
  let lastCount = 0;
  let lastChangeMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const count = kernel.ledger.unsealed;
    if (count === 0) {
      lastCount = 0;
      unsealedSinceMs = 0;
      return;
    }
    if (unsealedSinceMs === 0) unsealedSinceMs = now;
    if (count !== lastCount) lastChangeMs = now;
    lastCount = count;
    if (now - lastChangeMs < quietMs && now - unsealedSinceMs < latestMs) return;
    try {
      kernel.engine.seal();
    } catch (error) {
      onError(error);
    }
  }, quietMs / 4);
  timer.unref();
  return () => clearInterval(timer);
}
