import type { QueryClient } from '@tanstack/react-query';
import { api, client, link } from '../client.ts';
import { sessionStore } from '../session/session-store.ts';

type Area = Exclude<keyof typeof api, 'key'>;

/** Which answers an aggregate's change makes old. A kind that is not named here makes all of them old. */
const touches: Readonly<Record<string, readonly Area[]>> = {
  prescription: ['prescriptions', 'dispensing', 'claims', 'patients', 'labels', 'inventory', 'clinical', 'exceptions'],
  patient: ['patients', 'prescriptions', 'dispensing', 'exceptions'],
  lot: ['inventory', 'dispensing', 'exceptions'],
  sale: ['pos', 'dispensing', 'exceptions'],
  exception: ['exceptions'],
  terminal: ['nodes', 'exceptions'],
  drawer: ['pos'],
  user: ['auth'],
  session: [],
};
const gatherMs = 120;
const pauseMs = 1000;

/** Follows what changes in the store, also on other terminals, and asks again for what is on the screen. */
export function followChanges(queries: QueryClient): () => void {
  const stop = new AbortController();
  let gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush() {
    timer = null;
    const kinds = gathered;
    gathered = new Set();
    for (const area of areasOf(kinds)) void queries.invalidateQueries({ queryKey: area });
  }
  function gather(kinds: readonly string[]) {
    for (const kind of kinds) gathered.add(kind);
    timer ??= setTimeout(flush, gatherMs);
  }

  void (async () => {
    let isFirst = true;
    while (!stop.signal.aborted) {
      try {
        const options = { context: { isStream: true }, signal: stop.signal };
        const stream = await client.nodes.changes(undefined, options);
        // Whatever happened while nobody listened.
        if (!isFirst) gather(['*']);
        isFirst = false;
        for await (const { changes } of stream) gather(changes.map((change) => change.kind));
      } catch {
        // The link reconnects by itself; an ended session shows itself in the answers of the screens.
      }
      await quiet(stop.signal);
    }
  })();

  return () => {
    stop.abort();
    if (timer !== null) clearTimeout(timer);
  };
}

function areasOf(kinds: ReadonlySet<string>): readonly (readonly unknown[])[] {
  const areas = new Set<Area>();
  for (const kind of kinds) {
    const named = touches[kind];
    if (!named) return [[]];
    for (const area of named) areas.add(area);
  }
  return [...areas].map((area) => api[area].key());
}

async function quiet(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  while (!signal.aborted && (link.state !== 'online' || sessionStore.state.isLocked)) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
