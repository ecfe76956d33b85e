import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { sha256 } from '../kernel/canonical.ts';
import { type SigningKey, signBytes, signerOf, verifierOf, verifyBytes } from '../kernel/ledger/chain.ts';
import { boxKeyOf, deriveKey, openUnder, sealUnder, sharedSecret } from './box.ts';
import { enrolmentSecret, normaliseEnrolmentCode } from './enrolment-code.ts';
import { isStatementSigned, memberStatementSchema, nameSchema, statementSchema } from './membership.ts';

/**
 * How a terminal joins a store with a one-time code (docs/specs/nodes.md). Two questions and answers:
 *
 *   joiner -> terminal  hello   {ephemeral key, terminal key, box key}
 *   terminal -> joiner          {session, ephemeral key}
 *   joiner -> terminal  proof   {session, MAC, signature by the terminal key}
 *   terminal -> joiner          {sealed bundle}
 *
 * Both MAC and seal hang on the X25519 secret, on scrypt(code) and on all keys said, so that someone in the middle who
 * swaps a key, and everyone who does not know the code, fails. The joiner proves first: whoever asks learns nothing.
 */
export const enrolmentVersion = 1;
/** Path of the exchange on the sync port. */
export const joinPath = '/join';

function base64(bytes: number) {
  return z
    .string()
    .max(2 * bytes)
    .transform((text, context): Uint8Array => {
      const raw = new Uint8Array(Buffer.from(text, 'base64'));
      if (raw.length !== bytes) context.addIssue(`${bytes} bytes in base64`);
      return raw;
    });
}

export const helloSchema = z.strictObject({
  version: z.int(),
  ephemeral: base64(32),
  publicKey: base64(32),
  boxKey: base64(32),
});
export type Hello = z.output<typeof helloSchema>;
export const helloAnswerSchema = z.object({ session: z.string().max(64), ephemeral: base64(32) });
export const proofSchema = z.strictObject({ session: z.string().max(64), mac: base64(32), signature: base64(64) });
export const proofAnswerSchema = z.object({ sealed: z.base64().max(512 * 1024) });

const keyText = z.base64().length(44);

/** All a new terminal needs to be one of the store. */
export const bundleSchema = z.object({
  storeId: nameSchema,
  terminalId: nameSchema,
  name: z.string(),
  /** Jurisdiction of a demo store; null for a real one. */
  demo: z.string().nullable(),
  /** The last one is for new rows. */
  storeKeys: z.array(z.object({ id: z.string(), bytes: keyText })).min(1),
  givenBy: nameSchema,
  statement: memberStatementSchema,
  /** Who belongs to the store, in the order it happened. */
  statements: z.array(statementSchema),
  /** Shown when the snapshot is fetched. */
  ticket: z.string(),
  /** Opens the snapshot and what describes it. */
  snapshotKey: keyText,
});
export type Bundle = z.infer<typeof bundleSchema>;

export interface ExchangeKeys {
  readonly mac: Uint8Array;
  readonly seal: Uint8Array;
}

/** What both ends said before the proof. */
export function transcriptOf(hello: Hello, answerEphemeral: Uint8Array): Uint8Array {
  // All parts have a fixed length, so that no two conversations give the same bytes.
  const { version, ephemeral, publicKey, boxKey } = hello;
  return sha256(`apotheca-enrolment-1\n${version}\n`, ephemeral, answerEphemeral, publicKey, boxKey);
}

/** Null where the other end sent a key that is none. */
export function exchangeKeys(
  ephemeralSeed: Uint8Array,
  theirs: Uint8Array,
  secret: Uint8Array,
  transcript: Uint8Array,
): ExchangeKeys | null {
  const shared = sharedSecret(ephemeralSeed, theirs);
  if (!shared) return null;
  const both = Buffer.concat([shared, secret]);
  return {
    mac: deriveKey(both, transcript, 'apotheca-enrolment-1 joiner'),
    seal: deriveKey(both, transcript, 'apotheca-enrolment-1 bundle'),
  };
}

export function proofMac(keys: ExchangeKeys, transcript: Uint8Array): Uint8Array {
  return createHmac('sha256', keys.mac).update(transcript).digest();
}

export function isProof(keys: ExchangeKeys, transcript: Uint8Array, mac: Uint8Array): boolean {
  return timingSafeEqual(proofMac(keys, transcript), mac);
}

/** What the joiner signs with its terminal key: it holds the key it asks to be known by. */
export function joinerMessage(transcript: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from('apotheca-enrolment-joiner-1\n'), transcript]);
}

export function isJoinerSigned(publicKey: Uint8Array, transcript: Uint8Array, signature: Uint8Array): boolean {
  return verifyBytes(verifierOf(publicKey), joinerMessage(transcript), signature);
}

const bundlePurpose = 'apotheca-enrolment-bundle-1';

export function sealBundle(keys: ExchangeKeys, nonce: Uint8Array, bundle: Bundle): string {
  const plain = Buffer.from(JSON.stringify(bundle));
  return Buffer.from(sealUnder(keys.seal, nonce, plain, bundlePurpose)).toString('base64');
}

/** Thrown by the joiner's side: what went wrong in the conversation itself, not a refusal by the other end. */
export class EnrolmentFault extends Error {
  readonly kind: 'not-a-code' | 'not-understood' | 'not-proven';
  constructor(kind: EnrolmentFault['kind']) {
    super(`the enrolment failed: ${kind}`);
    this.name = 'EnrolmentFault';
    this.kind = kind;
  }
}

/** The joiner's side: `hello`, then `proof`, then `open`, each with the answer to the one before. */
export class EnrolmentJoiner {
  readonly #terminal: SigningKey;
  readonly #boxKey: Uint8Array;
  readonly #secret: Uint8Array;
  readonly #seed: Uint8Array;
  #agreed: ExchangeKeys | undefined;

  constructor(options: { code: string; terminal: SigningKey; boxKey: Uint8Array; ephemeralSeed: Uint8Array }) {
    const code = normaliseEnrolmentCode(options.code);
    if (code === undefined) throw new EnrolmentFault('not-a-code');
    this.#secret = enrolmentSecret(code);
    this.#terminal = options.terminal;
    this.#boxKey = options.boxKey;
    this.#seed = options.ephemeralSeed;
  }

  #said(): Hello {
    const { publicKey } = this.#terminal;
    return { version: enrolmentVersion, ephemeral: boxKeyOf(this.#seed), publicKey, boxKey: this.#boxKey };
  }

  hello(): z.input<typeof helloSchema> {
    const { version, ephemeral, publicKey, boxKey } = this.#said();
    return { version, ephemeral: text(ephemeral), publicKey: text(publicKey), boxKey: text(boxKey) };
  }

  proof(answer: unknown): z.input<typeof proofSchema> {
    const read = helloAnswerSchema.safeParse(answer);
    if (!read.success) throw new EnrolmentFault('not-understood');
    const { session, ephemeral } = read.data;
    const transcript = transcriptOf(this.#said(), ephemeral);
    const keys = exchangeKeys(this.#seed, ephemeral, this.#secret, transcript);
    if (!keys) throw new EnrolmentFault('not-proven');
    this.#agreed = keys;
    const signature = signBytes(signerOf(this.#terminal.privateKey), joinerMessage(transcript));
    return { session, mac: text(proofMac(keys, transcript)), signature: text(signature) };
  }

  /** The bundle, once the other end has proven that it knows the code and vouches for this very terminal. */
  open(answer: unknown): Bundle {
    const read = proofAnswerSchema.safeParse(answer);
    if (!read.success || !this.#agreed) throw new EnrolmentFault('not-understood');
    const plain = openUnder(this.#agreed.seal, Buffer.from(read.data.sealed, 'base64'), bundlePurpose);
    if (!plain) throw new EnrolmentFault('not-proven');
    const bundle = bundleSchema.safeParse(parse(plain));
    if (!bundle.success) throw new EnrolmentFault('not-understood');
    if (!this.#isVouchedFor(bundle.data)) throw new EnrolmentFault('not-proven');
    return bundle.data;
  }

  #isVouchedFor({ storeId, terminalId, givenBy, statement, statements }: Bundle): boolean {
    const giver = statements.find((one) => one.kind === 'member' && one.terminalId === givenBy);
    return (
      giver?.kind === 'member' &&
      statement.by === givenBy &&
      statement.terminalId === terminalId &&
      statement.publicKey === text(this.#terminal.publicKey) &&
      statement.boxKey === text(this.#boxKey) &&
      isStatementSigned(storeId, statement, Buffer.from(giver.publicKey, 'base64'))
    );
  }
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(json).toString('utf8'));
  } catch {
    return null;
  }
}

function text(raw: Uint8Array): string {
  return Buffer.from(raw).toString('base64');
}
