import { workStages } from '../../work/Rx.tsx';

/** What the queue shows; it stays while one works elsewhere and comes back. */
export interface QueueFilter {
  readonly stage: (typeof queueStages)[number];
  readonly text: string;
  readonly lateOnly: boolean;
  readonly mineOnly: boolean;
}

export const queueStages = ['all', ...workStages, 'on-hold'] as const;
export const noFilter: QueueFilter = { stage: 'all', text: '', lateOnly: false, mineOnly: false };

export function isFiltered(filter: QueueFilter): boolean {
  return filter.text.trim() !== '' || filter.lateOnly || filter.mineOnly;
}

/** The filter as the service understands it. */
export function queueInput(filter: QueueFilter) {
  return {
    stage: filter.stage === 'all' ? 'open' : filter.stage,
    q: filter.text.trim() || undefined,
    late: filter.lateOnly || undefined,
    with: filter.mineOnly ? 'me' : undefined,
    limit: 200,
  };
}
