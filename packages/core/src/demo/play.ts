import { ORPCError } from '@orpc/server';

/** A story yields the moment of its next step and is resumed at that moment. */
export type Story = AsyncGenerator<number, void, void>;
/** One that also has something to say at its end, to a story it is part of. */
export type AnyStory = AsyncGenerator<number, unknown, void>;

/**
 * Plays stories side by side, always the earliest step next, so that time never goes back in the ledger. A story whose
 * step is refused ends there, as it would at a counter; the answer names those refusals.
 */
export async function play(stories: readonly AnyStory[], setClock: (ms: number) => void): Promise<string[]> {
  const waiting: { story: AnyStory; atMs: number; order: number }[] = [];
  const refused: string[] = [];
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
    const step = await nextStep(next.story, refused);
    if (step.done) waiting.shift();
    else next.atMs = step.value;
  }
  return refused;
}

async function nextStep(story: AnyStory, refused: string[]): Promise<IteratorResult<number, unknown>> {
  try {
    return await story.next();
  } catch (error) {
    if (!(error instanceof ORPCError) || !error.defined) throw error;
    refused.push(error.code);
    return { done: true, value: undefined };
  }
}
