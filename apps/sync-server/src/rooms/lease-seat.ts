import { leaseTimes } from '@apotheca/core/replication/lease/lease';
import { decodeLease, encodeLease, type LeaseMessage } from '@apotheca/core/replication/lease/messages';
import { type Vote, Voter } from '@apotheca/core/replication/lease/voter';
import type { RoomArchive } from '../archive/archive.ts';
import { readJson, smallKeys } from '../archive/small-state.ts';

/** A terminal that floods waits for its own answers; an honest one asks again by itself. */
const askedMax = 64;

export interface LeaseSeatOptions {
  readonly archive: RoomArchive;
  readonly monotonicMs: () => number;
  readonly send: (to: string, message: Uint8Array) => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * The vote of the relay in one store, the tie-breaker of two terminals. A vote is on the disk before it is answered; a
 * seat that was just taken does not know what was promised from it, and waits a lease length. Of several instances over
 * one archive only the one that wrote the vote last may grant: every grant of a shared seat is swapped into the archive.
 */
export class LeaseSeat {
  readonly #options: LeaseSeatOptions;
  readonly #asked: { from: string; message: LeaseMessage }[] = [];
  #kept: Vote | null;
  #voter: Voter | null = null;
  #isAnswering = false;

  constructor(options: LeaseSeatOptions) {
    this.#options = options;
    this.#kept = readVote(options.archive.content.small.get(smallKeys.vote));
    if (!options.archive.isShared) this.#voter = this.#newVoter();
  }

  received(from: string, body: Uint8Array): void {
    const message = decodeLease(body);
    if (!message || this.#asked.length >= askedMax) return;
    this.#asked.push({ from, message });
    if (!this.#isAnswering) void this.#answerAsked();
  }

  async #answerAsked(): Promise<void> {
    this.#isAnswering = true;
    for (let next = this.#asked.shift(); next; next = this.#asked.shift()) {
      try {
        const answer = await this.#answer(next.from, next.message);
        if (answer) this.#options.send(next.from, encodeLease(answer));
      } catch (error) {
        // Nothing was promised: the seat is taken anew, with its wait.
        this.#voter = this.#options.archive.isShared ? null : this.#newVoter();
        this.#options.onFault(error);
      }
    }
    this.#isAnswering = false;
  }

  async #answer(from: string, message: LeaseMessage): Promise<LeaseMessage | null> {
    this.#voter ??= await this.#claim();
    if (!this.#voter) return null;
    let written: Vote | null = null;
    this.#onWrite = (vote) => {
      written = vote;
    };
    const answer = this.#voter.answer(from, message, this.#options.monotonicMs());
    const mustSwap = this.#options.archive.isShared && answer?.type === 'grant';
    const vote = written ?? (mustSwap ? this.#kept : null);
    if (!vote) return answer;
    if (await this.#options.archive.swap(smallKeys.vote, encodeVote(vote))) {
      this.#kept = vote;
      return answer;
    }
    this.#voter = null;
    return null;
  }

  /** The seat of a shared room: from now on a grant of any other instance fails, and this one waits out theirs. */
  async #claim(): Promise<Voter | null> {
    const { archive } = this.#options;
    const vote = this.#kept ?? { epoch: 0, votedFor: null, config: 0 };
    if (!(await archive.swap(smallKeys.vote, encodeVote(vote)))) return null;
    this.#kept = vote;
    return this.#newVoter();
  }

  /** What another instance wrote. */
  changedElsewhere(value: Uint8Array | null): void {
    this.#kept = readVote(value ?? undefined);
    this.#voter = null;
  }

  #onWrite: (vote: Vote) => void = () => {};

  #newVoter(): Voter {
    return new Voter({
      store: { read: () => this.#kept, write: (vote) => this.#onWrite(vote) },
      times: leaseTimes,
      startedAtMs: this.#options.monotonicMs(),
      waitsWhenNew: true,
    });
  }
}

function encodeVote({ epoch, votedFor, config }: Vote): Uint8Array {
  return Buffer.from(JSON.stringify({ epoch, votedFor, config }));
}

function readVote(bytes: Uint8Array | undefined): Vote | null {
  if (!bytes) return null;
  const { epoch, votedFor, config } = readJson(bytes) as Record<string, unknown>;
  return { epoch: Number(epoch), votedFor: typeof votedFor === 'string' ? votedFor : null, config: Number(config) };
}
