import type { CommittedChange, ModuleContext } from '../../kernel/module.ts';

/** More waiting than this, and the reader is told to look at everything again instead of growing memory. */
const waitingMax = 200;

/** Every commit as one message, until the caller goes away. Ids only. */
export async function* commitStream(
  context: ModuleContext,
  signal: AbortSignal,
): AsyncGenerator<{ changes: CommittedChange[] }> {
  let waiting: CommittedChange[] = [];
  let wake: () => void = () => {};
  const stop = context.onCommit((changes) => {
    waiting.push(...changes);
    if (waiting.length > waitingMax) waiting = [{ kind: '*', id: '*' }];
    wake();
  });
  signal.addEventListener('abort', () => wake());
  try {
    yield { changes: [] };
    while (!signal.aborted) {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) break;
      const changes = waiting;
      waiting = [];
      if (changes.length > 0) yield { changes };
    }
  } finally {
    stop();
  }
}
