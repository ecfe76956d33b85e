import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vote, VoteStore } from '@apotheca/core/replication/lease/voter';
import { errorCode } from '../operator-error.ts';
import { writeFileDurably } from '../write-file-durably.ts';

const fileName = 'lease-vote.json';

/** Before the first vote; a voter that reads it waits a lease length, for it does not know what was promised. */
const forgotten: Vote = { epoch: 0, votedFor: null, config: 0 };

/** This terminal's vote on the lease, beside the database and in no backup: a vote that comes back is an old one. */
export function voteFile(dataDir: string): VoteStore {
  const file = join(dataDir, fileName);
  return {
    read() {
      try {
        return voteOf(readFileSync(file, 'utf8'));
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
    write: (vote) => writeFileDurably(file, JSON.stringify(vote)),
  };
}

/**
 * A directory that a backup is put into goes on as a voter that may have promised something a moment ago: with the
 * vote that lies here where it is the same terminal, without any memory where it is not.
 */
export function carryVote(from: string | null, to: string): void {
  const kept = from === null ? null : voteFile(from).read();
  voteFile(to).write(kept ?? forgotten);
}

function voteOf(text: string): Vote {
  try {
    const { epoch, votedFor, config } = JSON.parse(text) as Record<string, unknown>;
    const isVote = Number.isSafeInteger(epoch) && Number.isSafeInteger(config);
    if (!isVote || (votedFor !== null && typeof votedFor !== 'string')) return forgotten;
    return { epoch: epoch as number, votedFor, config: config as number };
  } catch {
    return forgotten;
  }
}
