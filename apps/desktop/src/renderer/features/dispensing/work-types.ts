import type { client } from '../../client.ts';

/** All a fill or verification screen shows, in one answer. */
export type Work = Awaited<ReturnType<typeof client.dispensing.work>>;
