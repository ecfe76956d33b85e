import { z } from 'zod';
import { sha256Hex } from '../kernel/canonical.ts';
import { signBytes, signerOf, verifierOf, verifyBytes } from '../kernel/ledger/chain.ts';
import { type MemberLookup, memberStatementSchema, nameSchema, type Signer, statementSchema } from './membership.ts';

/**
 * Who is at the other end of a WebSocket, before the first message of a peer session. Text frames carry this, as JSON;
 * binary frames carry the session. The transport feeds texts in and does what the step says.
 */
export const handshakeVersion = 1;
/** Path of the WebSocket on a terminal and on a relay. */
export const directPath = '/sync';
export const relayPath = '/v1/sync';
/** Label of the TLS exporter (RFC 8446 section 7.5, RFC 9266): 32 bytes that only the two ends of one channel have. */
export const exporterLabel = 'EXPORTER-apotheca-link-1';
export const exporterBytes = 32;
/** A text of someone who has not proven a membership is no longer than this; the relay's client brings vouchers. */
export const directTextBytesMax = 4 * 1024;
export const relayTextBytesMax = 16 * 1024;
/** After it has proven who it is: all statements of a store at once. */
export const membersTextBytesMax = 512 * 1024;
export const handshakeMsMax = 10_000;

/** Close codes of the handshake. Where the session has the same reason (close-codes.ts) it has the same code. */
export const handshakeCode = {
  malformed: 4400,
  notProven: 4401,
  revoked: 4403,
  unknownTerminal: 4404,
  otherStore: 4406,
  timeout: 4405,
  oneself: 4410,
  otherVersion: 4428,
  tooMany: 4429,
  registrationClosed: 4451,
  stopping: 4503,
} as const;
export type HandshakeCode = (typeof handshakeCode)[keyof typeof handshakeCode];

export interface HandshakeRefusal {
  readonly code: HandshakeCode;
  /** Says what to do; at most 123 bytes, which is what a close frame holds. */
  readonly reason: string;
}

export type HandshakeStep<Peer> =
  | { readonly kind: 'send'; readonly text: string }
  /** `text` goes out first where there is one. */
  | { readonly kind: 'done'; readonly text: string | null; readonly peer: Peer }
  | { readonly kind: 'refused'; readonly refusal: HandshakeRefusal };

/** One end of the exchange. `begin` is the first text of the end that speaks first, null for the other. */
export interface Handshake<Peer> {
  begin(): string | null;
  received(text: string): HandshakeStep<Peer>;
}

export const refusals = {
  malformed: {
    code: handshakeCode.malformed,
    reason: 'This is not Apotheca, or a damaged one: update both terminals.',
  },
  notProven: {
    code: handshakeCode.notProven,
    reason: 'The other end did not prove who it is: look for something between the two terminals.',
  },
  revoked: {
    code: handshakeCode.revoked,
    reason: 'This terminal was put out of the store: join again with a new code.',
  },
  unknownTerminal: {
    code: handshakeCode.unknownTerminal,
    reason: 'This terminal is not known here yet: join with a code, or wait until the others have told.',
  },
  otherStore: {
    code: handshakeCode.otherStore,
    reason: 'This terminal belongs to another store: check --peer and --relay.',
  },
  timeout: { code: handshakeCode.timeout, reason: 'The greeting took too long: try again.' },
  oneself: { code: handshakeCode.oneself, reason: 'This address is the terminal itself: take it out of --peer.' },
  otherVersion: {
    code: handshakeCode.otherVersion,
    reason: 'The other end is of a release that does not fit: update the older one.',
  },
  tooMany: { code: handshakeCode.tooMany, reason: 'Too many connections at once: wait and try again.' },
  registrationClosed: {
    code: handshakeCode.registrationClosed,
    reason: 'The relay takes new stores with its registration token only: ask who runs it.',
  },
  stopping: { code: handshakeCode.stopping, reason: 'This end is stopping: try again soon.' },
} as const satisfies Record<string, HandshakeRefusal>;

/** What a terminal brings to every handshake. */
export interface LinkSelf {
  readonly storeId: string;
  readonly signer: Signer;
  /** From the founder to this terminal; for who has not heard of it. */
  readonly vouchers: readonly z.infer<typeof memberStatementSchema>[];
  readonly lookup: MemberLookup;
  /** 32 fresh random bytes. */
  readonly nonce: Uint8Array;
}

/** A peer whose key was seen to sign this very channel. */
export interface ProvenPeer {
  readonly terminalId: string;
  /** Port it listens on for terminals, where it does. */
  readonly port: number | null;
}

/** Names a store to its own members and says nothing to others. */
export function storeTag(storeId: string): string {
  return sha256Hex(`apotheca-store-tag-1\n${storeId}\n`).slice(0, 32);
}

const nonceText = z.string().regex(/^[0-9a-f]{64}$/);
const signatureText = z.string().max(96);
const version = z.int().min(1).max(1000);

/** Text 1 of a direct link, from who dialled; and the inner part of text 2. */
export const greetingSchema = z.strictObject({
  t: z.literal('greeting'),
  versionMin: version,
  versionMax: version,
  store: z.string().max(64),
  terminalId: nameSchema,
  nonce: nonceText,
  port: z.int().min(1).max(65_535).nullable(),
  vouchers: z.array(memberStatementSchema).max(8),
});
export type Greeting = z.infer<typeof greetingSchema>;

/** Text 2, from who was dialled: its greeting as the very text that is signed, and the proof. */
export const answerSchema = z.strictObject({ t: z.literal('answer'), greeting: z.string(), signature: signatureText });
/** Text 3, from who dialled. */
export const proofSchema = z.strictObject({ t: z.literal('proof'), signature: signatureText });
/** The last text: the link is open. */
export const welcomeSchema = z.strictObject({ t: z.literal('welcome') });

/** Text 1 of a relay link, from the relay. */
export const relayChallengeSchema = z.strictObject({
  t: z.literal('challenge'),
  versionMin: version,
  versionMax: version,
  nonce: nonceText,
});
export type RelayChallenge = z.infer<typeof relayChallengeSchema>;

/** Text 2, from the terminal. `vouchers` begins with the founder, who vouches for itself. */
export const relayProofSchema = z.strictObject({
  t: z.literal('relay-proof'),
  version,
  storeId: nameSchema,
  terminalId: nameSchema,
  publicKey: z.string().max(48),
  signature: signatureText,
  vouchers: z.array(memberStatementSchema).max(8),
  registrationToken: z.string().max(256).nullable(),
});
export type RelayProof = z.infer<typeof relayProofSchema>;

/** Text 3, from the relay: the name it has as a peer. */
export const relayWelcomeSchema = z.strictObject({ t: z.literal('relay-welcome'), relayId: nameSchema });

/** After that, at any time, from the terminal: what it knows of who belongs to the store, in the order it happened. */
export const relayMembersSchema = z.strictObject({ t: z.literal('members'), statements: z.array(statementSchema) });
export type RelayMembers = z.infer<typeof relayMembersSchema>;

/**
 * What a terminal signs for a relay. `relayHost` is host and port as they stand in the address it dialled: a relay
 * must compare it with the names it knows of itself, never with what the request claims.
 */
export function relayMessage(storeId: string, relayHost: string, nonce: string): Uint8Array {
  return Buffer.concat([Buffer.from(`apotheca-relay-1\n${storeId}\n${relayHost}\n`), Buffer.from(nonce, 'hex')]);
}

/** What both ends of a direct link sign: everything said, the channel it was said in, and who signs. */
export function linkMessage(
  side: 'dialled' | 'answered',
  storeId: string,
  said: { readonly greeting: string; readonly answer: string },
  channel: Uint8Array,
): Uint8Array {
  const head = `apotheca-link-1\n${side}\n${storeId}\n${sha256Hex(said.greeting)}\n${sha256Hex(said.answer)}\n`;
  return Buffer.concat([Buffer.from(head), channel]);
}

/** The text as the message it should be; undefined where it is not. */
export function readText<T>(schema: z.ZodType<T>, text: string): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

export function signText(signer: Signer, message: Uint8Array): string {
  return Buffer.from(signBytes(signerOf(signer.privateKey), message)).toString('base64');
}

export function isSignedText(publicKey: Uint8Array, message: Uint8Array, signature: string): boolean {
  const raw = Buffer.from(signature, 'base64');
  return raw.length === 64 && verifyBytes(verifierOf(publicKey), message, raw);
}

export function refused(refusal: HandshakeRefusal): { readonly kind: 'refused'; readonly refusal: HandshakeRefusal } {
  return { kind: 'refused', refusal };
}
