import {
  type Handshake,
  type HandshakeRefusal,
  type HandshakeStep,
  handshakeVersion,
  isSignedText,
  type LinkSelf,
  type RelayChallenge,
  type RelayProof,
  readText,
  refusals,
  refused,
  relayChallengeSchema,
  relayMessage,
  relayProofSchema,
  relayWelcomeSchema,
  signText,
} from './handshake.ts';

/** A terminal before a relay. The relay itself is known by the certificate of its address. */
export function askingRelay(
  self: LinkSelf,
  relay: { readonly host: string; readonly publicKey: Uint8Array; readonly registrationToken: string | null },
): Handshake<{ readonly relayId: string }> {
  let isProven = false;
  return {
    begin: () => null,
    received(text): HandshakeStep<{ readonly relayId: string }> {
      if (isProven) {
        const welcome = readText(relayWelcomeSchema, text);
        if (!welcome) return refused(refusals.malformed);
        // A relay under the name of a terminal could push that one's link aside.
        const { relayId } = welcome;
        if (relayId === self.signer.terminalId || self.lookup(relayId)) return refused(refusals.notProven);
        return { kind: 'done', text: null, peer: { relayId } };
      }
      const challenge = readText(relayChallengeSchema, text);
      if (!challenge) return refused(refusals.malformed);
      if (challenge.versionMin > handshakeVersion || challenge.versionMax < handshakeVersion) {
        return refused(refusals.otherVersion);
      }
      isProven = true;
      const proof: RelayProof = {
        t: 'relay-proof',
        version: handshakeVersion,
        storeId: self.storeId,
        terminalId: self.signer.terminalId,
        publicKey: Buffer.from(relay.publicKey).toString('base64'),
        signature: signText(self.signer, relayMessage(self.storeId, relay.host, challenge.nonce)),
        vouchers: [...self.vouchers],
        registrationToken: relay.registrationToken,
      };
      return { kind: 'send', text: JSON.stringify(proof) };
    },
  };
}

/** What a relay decides about a terminal whose signature is good. */
export interface RelayDoor {
  readonly relayId: string;
  /** Names of this relay as terminals dial it, with the port where they write one. */
  readonly hosts: readonly string[];
  /** Null admits: the store and the key are known, or the vouchers lead from its founder to it. */
  admit(proof: RelayProof): HandshakeRefusal | null;
}

/** The relay's end. It speaks first. */
export function relayAnswering(
  nonce: Uint8Array,
  door: RelayDoor,
): Handshake<{ readonly storeId: string; readonly terminalId: string }> {
  const challenge: RelayChallenge = {
    t: 'challenge',
    versionMin: handshakeVersion,
    versionMax: handshakeVersion,
    nonce: Buffer.from(nonce).toString('hex'),
  };
  return {
    begin: () => JSON.stringify(challenge),
    received(text): HandshakeStep<{ readonly storeId: string; readonly terminalId: string }> {
      const proof = readText(relayProofSchema, text);
      if (!proof) return refused(refusals.malformed);
      if (proof.version !== handshakeVersion) return refused(refusals.otherVersion);
      const key = Buffer.from(proof.publicKey, 'base64');
      const isProven =
        key.length === 32 &&
        door.hosts.some((host) =>
          isSignedText(key, relayMessage(proof.storeId, host, challenge.nonce), proof.signature),
        );
      if (!isProven) return refused(refusals.notProven);
      const refusal = door.admit(proof);
      if (refusal) return refused(refusal);
      const welcome = JSON.stringify({ t: 'relay-welcome', relayId: door.relayId });
      return { kind: 'done', text: welcome, peer: { storeId: proof.storeId, terminalId: proof.terminalId } };
    },
  };
}
