/** A story yields the moment of its next step and is resumed at that moment. */
export type Story = AsyncGenerator<number, void, void>;
/** One that also has something to say at its end, to a story it is part of. */
export type AnyStory = AsyncGenerator<number, unknown, void>;

/** Plays stories side by side, always the earliest step next, so that time never goes back in the ledger. */
export async function play(stories: readonly AnyStory[], setClock: (ms: number) => void): Promise<void> {
  const waiting: { story: AnyStory; atMs: number; order: number }[] = [];
  for (const [order, story] of stories.entries()) {
    const first = await story.next();
    if (!first.done) waiting.push({ story, atMs: first.value, order });
  }
  let nowMs = Number.NEGATIVE_INFINITY;
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
    const next = waiting[0] as (typeof waiting)[number];
    nowMs = Math.max(nowMs + 1, next.atMs);
    setClock(nowMs);
    const step = await next.story.next();
    if (step.done) waiting.shift();
    else next.atMs = step.value;
  }
}
