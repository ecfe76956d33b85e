import { z } from 'zod';
import { signBytes, signerOf, verifierOf, verifyBytes } from '../kernel/ledger/chain.ts';

const base64 = (bytes: number) =>
  z.string().refine((text) => Buffer.from(text, 'base64').length === bytes && text.length < 2 * bytes, {
    message: `${bytes} bytes in base64`,
  });
/** No white space, so that a line of a signed text holds exactly one name. */
export const nameSchema = z.string().regex(/^[\x21-\x7e]{1,80}$/);

/** One member vouches for another: this terminal has this key. The founder vouches for itself. */
export const memberStatementSchema = z.strictObject({
  kind: z.literal('member'),
  terminalId: nameSchema,
  /** Ed25519, raw, base64: proves who is at the other end. */
  publicKey: base64(32),
  /** X25519, raw, base64: store keys are sealed to it. */
  boxKey: base64(32),
  by: nameSchema,
  signature: base64(64),
});
export type MemberStatement = z.infer<typeof memberStatementSchema>;

/** One member puts another out, for ever. */
export const revokedStatementSchema = z.strictObject({
  kind: z.literal('revoked'),
  terminalId: nameSchema,
  by: nameSchema,
  signature: base64(64),
});
export type RevokedStatement = z.infer<typeof revokedStatementSchema>;

export const statementSchema = z.discriminatedUnion('kind', [memberStatementSchema, revokedStatementSchema]);
export type MembershipStatement = z.infer<typeof statementSchema>;

/** What is signed to admit a terminal. */
export function memberMessage(
  storeId: string,
  member: { readonly terminalId: string; readonly publicKey: Uint8Array; readonly boxKey: Uint8Array },
): Uint8Array {
  const head = Buffer.from(`apotheca-member-1\n${storeId}\n${member.terminalId}\n`);
  return Buffer.concat([head, member.publicKey, member.boxKey]);
}

/** What is signed to put a terminal out. */
export function revokedMessage(storeId: string, terminalId: string): Uint8Array {
  return Buffer.from(`apotheca-revoked-1\n${storeId}\n${terminalId}\n`);
}

export interface Signer {
  readonly terminalId: string;
  /** Ed25519, PKCS#8 DER. */
  readonly privateKey: Uint8Array;
}

export function admit(
  storeId: string,
  signer: Signer,
  member: { readonly terminalId: string; readonly publicKey: Uint8Array; readonly boxKey: Uint8Array },
): MemberStatement {
  const signature = signBytes(signerOf(signer.privateKey), memberMessage(storeId, member));
  return {
    kind: 'member',
    terminalId: member.terminalId,
    publicKey: text(member.publicKey),
    boxKey: text(member.boxKey),
    by: signer.terminalId,
    signature: text(signature),
  };
}

export function putOut(storeId: string, signer: Signer, terminalId: string): RevokedStatement {
  const signature = signBytes(signerOf(signer.privateKey), revokedMessage(storeId, terminalId));
  return { kind: 'revoked', terminalId, by: signer.terminalId, signature: text(signature) };
}

/** A statement is what the holder of this key signed. */
export function isStatementSigned(storeId: string, statement: MembershipStatement, key: Uint8Array): boolean {
  const message =
    statement.kind === 'member'
      ? memberMessage(storeId, {
          terminalId: statement.terminalId,
          publicKey: bytes(statement.publicKey),
          boxKey: bytes(statement.boxKey),
        })
      : revokedMessage(storeId, statement.terminalId);
  return verifyBytes(verifierOf(key), message, bytes(statement.signature));
}

/** Who belongs to the store, as far as it is known here. */
export interface KnownMember {
  readonly publicKey: Uint8Array;
  readonly isRevoked: boolean;
}
export type MemberLookup = (terminalId: string) => KnownMember | undefined;

/** Longest row of vouchers from a member that is known to one that is not. */
export const vouchersMax = 8;

/**
 * The member of that name: known, or vouched for by a row of statements that begins with a known member that was not
 * put out. A terminal that was admitted elsewhere can so speak to one that has not heard of it yet.
 */
export function memberOf(
  storeId: string,
  lookup: MemberLookup,
  vouchers: readonly MemberStatement[],
  terminalId: string,
): KnownMember | undefined {
  const admitted = new Map<string, KnownMember>();
  const find = (id: string) => lookup(id) ?? admitted.get(id);
  for (const statement of vouchers.slice(0, vouchersMax)) {
    const by = find(statement.by);
    if (!by || by.isRevoked || find(statement.terminalId)) continue;
    if (isStatementSigned(storeId, statement, by.publicKey)) {
      admitted.set(statement.terminalId, { publicKey: bytes(statement.publicKey), isRevoked: false });
    }
  }
  return find(terminalId);
}

/** The row of statements from the founder to a terminal, as vouchers: the last `vouchersMax` of it. */
export function vouchersFor(statements: readonly MembershipStatement[], terminalId: string): MemberStatement[] {
  const byId = new Map<string, MemberStatement>();
  for (const one of statements) if (one.kind === 'member' && !byId.has(one.terminalId)) byId.set(one.terminalId, one);
  const row: MemberStatement[] = [];
  let next = byId.get(terminalId);
  while (next && !row.includes(next)) {
    row.unshift(next);
    next = next.by === next.terminalId ? undefined : byId.get(next.by);
  }
  return row.slice(-vouchersMax);
}

function bytes(base64Text: string): Uint8Array {
  return Buffer.from(base64Text, 'base64');
}

function text(raw: Uint8Array): string {
  return Buffer.from(raw).toString('base64');
}
