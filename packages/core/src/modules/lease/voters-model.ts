import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import type { VoterConfig } from '../../replication/lease/voter.ts';

export const votersId = 'voters';

export type VotersEvent = DomainEvent<'voters.set', { readonly number: number; readonly voters: readonly string[] }>;

/** Who votes on the lease. Only its holder changes the set, so the highest number is the last word. */
export const votersAggregate: AggregateType<VoterConfig, VotersEvent> = {
  kind: 'voters',
  initial: () => ({ number: 0, voters: [] }),
  apply(state, event) {
    if (event.type !== 'voters.set' || event.payload.number <= state.number) return state;
    return { number: event.payload.number, voters: event.payload.voters };
  },
};
