import {
  answerSchema,
  type Greeting,
  greetingSchema,
  type Handshake,
  type HandshakeRefusal,
  type HandshakeStep,
  handshakeVersion,
  isSignedText,
  type LinkSelf,
  linkMessage,
  type ProvenPeer,
  proofSchema,
  readText,
  refusals,
  refused,
  signText,
  storeTag,
  welcomeSchema,
} from './handshake.ts';
import { type KnownMember, memberOf } from './membership.ts';

/** What one end of a direct link needs beside itself. */
export interface Channel {
  /** Keying material exported from the TLS connection under `exporterLabel`: another connection has other. */
  readonly exporter: Uint8Array;
  /** Port this terminal listens on for terminals; null when it does not. */
  readonly port: number | null;
}

/** The end that dialled. It speaks first, and learns who answers before it signs. */
export function dialling(self: LinkSelf, channel: Channel): Handshake<ProvenPeer> {
  const greeting = greetingOf(self, channel);
  let peer: ProvenPeer | null = null;
  return {
    begin: () => greeting,
    received(text): HandshakeStep<ProvenPeer> {
      if (peer) {
        return readText(welcomeSchema, text) ? { kind: 'done', text: null, peer } : refused(refusals.malformed);
      }
      const answer = readText(answerSchema, text);
      const theirs = answer && readText(greetingSchema, answer.greeting);
      if (!answer || !theirs) return refused(refusals.malformed);
      const member = checkGreeting(self, theirs);
      if ('code' in member) return refused(member);
      const said = { greeting, answer: answer.greeting };
      const message = linkMessage('answered', self.storeId, said, channel.exporter);
      if (!isSignedText(member.publicKey, message, answer.signature)) return refused(refusals.notProven);
      peer = { terminalId: theirs.terminalId, port: theirs.port };
      const proof = linkMessage('dialled', self.storeId, said, channel.exporter);
      return { kind: 'send', text: JSON.stringify({ t: 'proof', signature: signText(self.signer, proof) }) };
    },
  };
}

/** The end that was dialled. Strangers get no signature from it. */
export function answering(self: LinkSelf, channel: Channel): Handshake<ProvenPeer> {
  const answer = greetingOf(self, channel);
  let waiting: { greeting: string; member: KnownMember; peer: ProvenPeer } | null = null;
  return {
    begin: () => null,
    received(text): HandshakeStep<ProvenPeer> {
      if (!waiting) {
        const theirs = readText(greetingSchema, text);
        if (!theirs) return refused(refusals.malformed);
        const member = checkGreeting(self, theirs);
        if ('code' in member) return refused(member);
        waiting = { greeting: text, member, peer: { terminalId: theirs.terminalId, port: theirs.port } };
        const message = linkMessage('answered', self.storeId, { greeting: text, answer }, channel.exporter);
        const signature = signText(self.signer, message);
        return { kind: 'send', text: JSON.stringify({ t: 'answer', greeting: answer, signature }) };
      }
      const proof = readText(proofSchema, text);
      if (!proof) return refused(refusals.malformed);
      const said = { greeting: waiting.greeting, answer };
      const message = linkMessage('dialled', self.storeId, said, channel.exporter);
      if (!isSignedText(waiting.member.publicKey, message, proof.signature)) return refused(refusals.notProven);
      return { kind: 'done', text: JSON.stringify({ t: 'welcome' }), peer: waiting.peer };
    },
  };
}

function greetingOf(self: LinkSelf, channel: Channel): string {
  const greeting: Greeting = {
    t: 'greeting',
    versionMin: handshakeVersion,
    versionMax: handshakeVersion,
    store: storeTag(self.storeId),
    terminalId: self.signer.terminalId,
    nonce: Buffer.from(self.nonce).toString('hex'),
    port: channel.port,
    vouchers: [...self.vouchers],
  };
  return JSON.stringify(greeting);
}

function checkGreeting(self: LinkSelf, theirs: Greeting): KnownMember | HandshakeRefusal {
  if (theirs.versionMin > handshakeVersion || theirs.versionMax < handshakeVersion) return refusals.otherVersion;
  if (theirs.store !== storeTag(self.storeId)) return refusals.otherStore;
  if (theirs.terminalId === self.signer.terminalId) return refusals.oneself;
  const member = memberOf(self.storeId, self.lookup, theirs.vouchers, theirs.terminalId);
  if (!member) return refusals.unknownTerminal;
  return member.isRevoked ? refusals.revoked : member;
}
