import type { VoterConfig } from './voter.ts';

/**
 * The vote of a relay, the tie-breaker of a store with two terminals, under the address it is reached at: two relays
 * are two voters, so that terminals that were given different ones cannot both have a majority.
 */
export function relayVoterOf(host: string): string {
  return `relay ${host}`;
}

export function isRelayVoter(voter: string): boolean {
  return voter.startsWith('relay ');
}

const votersMax = 5;

export interface VoterCandidates {
  /** Terminals that are enrolled and not revoked, longest enrolled first. */
  readonly terminals: readonly string[];
  /** The voter that is this terminal's relay; null where it has none. */
  readonly relay: string | null;
}

/**
 * Who should vote: an odd number, because an even one survives no more failures. Two terminals alone have one vote,
 * the elder's; with the relay as tie-breaker either of them may fail.
 */
export function wantedVoters({ terminals, relay }: VoterCandidates): string[] {
  if (terminals.length === 2 && relay !== null) return [...terminals, relay];
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
