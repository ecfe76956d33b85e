import type { VoterConfig } from './voter.ts';

/** The vote of the relay, the tie-breaker of a store with two terminals. */
export const relayVoter = 'relay';
const votersMax = 5;

export interface VoterCandidates {
  /** Terminals that are enrolled and not revoked, longest enrolled first. */
  readonly terminals: readonly string[];
  /** Whether the store uses a relay. */
  readonly hasRelay: boolean;
}

/**
 * Who should vote: an odd number, because an even one survives no more failures. Two terminals alone have one vote,
 * the elder's; with the relay as tie-breaker either of them may fail.
 */
export function wantedVoters({ terminals, hasRelay }: VoterCandidates): string[] {
  if (terminals.length === 2 && hasRelay) return [...terminals, relayVoter];
  const size = Math.min(votersMax, terminals.length - (terminals.length % 2 === 0 ? 1 : 0));
  return terminals.slice(0, size);
}

/**
 * The next voter set on the way to the wanted one; null when it is reached. One voter at a time, so that every
 * majority of the old set meets every majority of the new one. Only the holder decides it, and only when a majority
 * of the present set is known to have the present one.
 */
export function nextVoters(config: VoterConfig, wanted: readonly string[]): VoterConfig | null {
  const added = wanted.find((voter) => !config.voters.includes(voter));
  const removed = config.voters.find((voter) => !wanted.includes(voter));
  const number = config.number + 1;
  if (removed !== undefined && (added === undefined || config.voters.length > 1)) {
    return { number, voters: config.voters.filter((voter) => voter !== removed) };
  }
  if (added !== undefined) return { number, voters: [...config.voters, added] };
  return null;
}
