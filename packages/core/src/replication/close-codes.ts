/** When a transport may dial again after a link was closed with this code. */
export type Retry = 'soon' | 'slowly' | 'never';

export interface CloseCode {
  readonly code: number;
  readonly retry: Retry;
  /** What is wrong and what to do, for a person; at most 123 bytes, which is what a close frame holds. */
  readonly sentence: string;
}

/** Codes of a peer session; those of the handshake before it stand in handshake.ts. Said in BYE too. */
export const closeCodes = {
  stopping: {
    code: 4503,
    retry: 'soon',
    sentence: 'The other terminal is stopping. It will be dialled again by itself.',
  },
  malformed: {
    code: 4400,
    retry: 'slowly',
    sentence: 'A message made no sense. Update Apotheca on both terminals; if it stays, check the network.',
  },
  notProven: {
    code: 4401,
    retry: 'slowly',
    sentence: 'The other end says it is another terminal than it proved to be. Check the address.',
  },
  revoked: {
    code: 4403,
    retry: 'never',
    sentence: 'This terminal was removed from the store. To use it again, let it join anew with a code.',
  },
  otherStore: {
    code: 4406,
    retry: 'never',
    sentence: 'The other terminal belongs to another store. Remove its address from the peers here.',
  },
  silent: {
    code: 4408,
    retry: 'soon',
    sentence: 'Nothing was heard for 20 seconds. Check the cable or the wireless network.',
  },
  duplicate: {
    code: 4409,
    retry: 'slowly',
    sentence: 'There is a link between these two terminals already. Nothing to do.',
  },
  oneself: {
    code: 4410,
    retry: 'never',
    sentence:
      'The other end has the name of this terminal. If one is a copy of the other, let it join anew with a code.',
  },
  overdrawn: {
    code: 4413,
    retry: 'slowly',
    sentence: 'More was sent than was allowed. Update Apotheca on both terminals.',
  },
  protocolTooOld: {
    code: 4426,
    retry: 'slowly',
    sentence: 'This terminal is too old to talk to the other one. Update Apotheca on this terminal.',
  },
  protocolTooNew: {
    code: 4427,
    retry: 'slowly',
    sentence: 'The other terminal is too old to talk to this one. Update Apotheca on the other terminal.',
  },
  tooFast: {
    code: 4429,
    retry: 'slowly',
    sentence: 'Messages came faster than is allowed. Update Apotheca on both terminals.',
  },
  stuck: {
    code: 4431,
    retry: 'slowly',
    sentence: 'The other terminal took nothing for 30 seconds. Check the network, and whether it is overloaded.',
  },
} as const satisfies Record<string, CloseCode>;

export type CloseName = keyof typeof closeCodes;

const byCode = new Map<number, CloseCode>(Object.values(closeCodes).map((entry) => [entry.code, entry]));

/** What a code means; undefined for one of the handshake, the transport's own or of a later version. */
export function closeCodeOf(code: number): CloseCode | undefined {
  return byCode.get(code);
}
