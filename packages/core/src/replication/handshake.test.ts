import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type SigningKey, signingKeyOf } from '../kernel/ledger/chain.ts';
import { closeCodes } from './close-codes.ts';
import { answering, dialling } from './direct-handshake.ts';
import {
  directTextBytesMax,
  type Handshake,
  type HandshakeRefusal,
  type LinkSelf,
  refusals,
  relayTextBytesMax,
} from './handshake.ts';
import {
  admit,
  type KnownMember,
  type MemberStatement,
  memberOf,
  putOut,
  vouchersFor,
  vouchersMax,
} from './membership.ts';
import { askingRelay, type RelayDoor, relayAnswering } from './relay-handshake.ts';

const store = 'store_0123456789abcdef0123';
const bytes = (text: string) => createHash('sha256').update(text).digest();
const id = (name: string) => `term_${name.padEnd(20, '0')}`;

interface Terminal {
  readonly id: string;
  readonly key: SigningKey;
}
const terminal = (name: string): Terminal => ({ id: id(name), key: signingKeyOf(bytes(`key ${name}`)) });
const [a, b, c] = [terminal('a'), terminal('b'), terminal('c')];

const statement = (by: Terminal, whom: Terminal, storeId = store): MemberStatement =>
  admit(
    storeId,
    { terminalId: by.id, privateKey: by.key.privateKey },
    { terminalId: whom.id, publicKey: whom.key.publicKey, boxKey: bytes(`box ${whom.id}`) },
  );

const known = (...terminals: Terminal[]) => {
  const members = new Map<string, KnownMember>(
    terminals.map((one) => [one.id, { publicKey: one.key.publicKey, isRevoked: false }]),
  );
  return (terminalId: string) => members.get(terminalId);
};

function self(who: Terminal, others: Partial<LinkSelf> = {}): LinkSelf {
  return {
    storeId: store,
    signer: { terminalId: who.id, privateKey: who.key.privateKey },
    vouchers: [],
    lookup: known(a, b),
    nonce: bytes(`nonce ${who.id}`),
    ...others,
  };
}

/** Carries texts between two ends until both are done or one refuses. */
function run<A, B>(first: Handshake<A>, second: Handshake<B>, sizes: number[] = []) {
  const done: { first?: A; second?: B; refused?: HandshakeRefusal; by?: 'first' | 'second' } = {};
  const waiting: ['first' | 'second', string][] = [];
  const opening = first.begin();
  if (opening !== null) waiting.push(['second', opening]);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [to, text] = next;
    sizes.push(Buffer.byteLength(text));
    const step = (to === 'first' ? first : second).received(text);
    const other = to === 'first' ? 'second' : 'first';
    if (step.kind === 'refused') return { ...done, refused: step.refusal, by: to };
    if (step.kind === 'send') waiting.push([other, step.text]);
    if (step.kind === 'done') {
      done[to] = step.peer as never;
      if (step.text !== null) waiting.push([other, step.text]);
    }
  }
  return done;
}

const channel = { exporter: bytes('one channel'), port: 7410 };

describe('two terminals greet each other', () => {
  test('NET-1 both prove their key over one channel and learn who the other is', () => {
    expect(run(dialling(self(a), channel), answering(self(b), { ...channel, port: null }))).toEqual({
      first: { terminalId: b.id, port: null },
      second: { terminalId: a.id, port: 7410 },
    });
  });

  test('NET-1 two channels with someone between are found by the end that dialled', () => {
    const outcome = run(dialling(self(a), channel), answering(self(b), { ...channel, exporter: bytes('another') }));
    expect(outcome).toMatchObject({ refused: refusals.notProven, by: 'first' });
  });

  test('NET-1 who answers believes no proof of another channel, greeting or side', () => {
    const dialler = dialling(self(a), channel);
    const listener = answering(self(b), { ...channel, port: null });
    const answer = listener.received(dialler.begin() ?? '');
    if (answer.kind !== 'send') throw new Error('it answers');
    const other = dialling(self(a, { nonce: bytes('later') }), channel);
    expect(other.received(answer.text)).toMatchObject({ refusal: refusals.notProven });
    const { signature } = JSON.parse(answer.text) as { signature: string };
    expect(listener.received(JSON.stringify({ t: 'proof', signature }))).toMatchObject({ refusal: refusals.notProven });
  });

  test('NET-1 a key of someone else proves nothing', () => {
    const thief = self({ id: a.id, key: c.key });
    expect(run(dialling(thief, channel), answering(self(b), channel))).toMatchObject({
      refused: refusals.notProven,
      by: 'second',
    });
  });

  test('NET-2 unknown, put out, other store, oneself and another release are refused, each in its words', () => {
    const to = (who: LinkSelf, whom: LinkSelf) => run(dialling(who, channel), answering(whom, channel));
    expect(to(self(c), self(b))).toMatchObject({ refused: refusals.unknownTerminal, by: 'second' });
    expect(to(self(a, { storeId: 'store_other' }), self(b))).toMatchObject({ refused: refusals.otherStore });
    expect(to(self(a), self(a))).toMatchObject({ refused: refusals.oneself });
    const out = () => ({ publicKey: a.key.publicKey, isRevoked: true });
    expect(to(self(a), self(b, { lookup: out }))).toMatchObject({ refused: refusals.revoked, by: 'second' });
    const newer = JSON.stringify({
      ...JSON.parse(dialling(self(a), channel).begin() ?? ''),
      versionMin: 2,
      versionMax: 3,
    });
    expect(answering(self(b), channel).received(newer)).toMatchObject({ refusal: refusals.otherVersion });
  });

  test('NET-2 a code that the session has too has the same name there', () => {
    const session = new Map(Object.entries(closeCodes).map(([name, { code }]) => [code as number, name]));
    const shared = Object.entries(refusals).filter(([, { code }]) => session.has(code));
    expect(shared.map(([name]) => name)).toEqual(
      expect.arrayContaining(['malformed', 'notProven', 'revoked', 'otherStore', 'oneself', 'stopping']),
    );
    for (const [name, { code }] of shared) if (name !== 'tooMany') expect(session.get(code)).toBe(name);
  });

  test('NET-2 each refusal fits into a close frame and says what to do', () => {
    for (const { reason } of Object.values(refusals)) {
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
      expect(reason).toMatch(/: .+\.$/);
    }
  });

  test.each(['', 'x', '[]', '{"t":"greeting"}', '{"t":"proof","signature":"AA=="}', '{"__proto__":1}'])(
    'NET-3 the text %j is refused as malformed by either end',
    (text) => {
      expect(answering(self(b), channel).received(text)).toMatchObject({ refusal: refusals.malformed });
      expect(dialling(self(a), channel).received(text)).toMatchObject({ refusal: refusals.malformed });
    },
  );

  test('NET-4 a terminal nobody here has heard of is let in by vouchers that begin with a known member', () => {
    const vouchers = vouchersFor([statement(a, a), statement(a, b), statement(b, c)], c.id);
    expect(vouchers.map((one) => one.terminalId)).toEqual([a.id, b.id, c.id]);
    const outcome = run(
      dialling(self(c, { vouchers, lookup: known(a, b) }), channel),
      answering(self(a, { lookup: known(a) }), channel),
    );
    expect(outcome).toMatchObject({ second: { terminalId: c.id } });
  });

  test('NET-4 vouchers of a stranger, of one put out, of another store or for another key let nobody in', () => {
    const refuse = (vouchers: MemberStatement[], lookup = known(a)) =>
      expect(memberOf(store, lookup, vouchers, c.id)).toBeUndefined();
    refuse([statement(c, c)]);
    refuse([statement(b, b), statement(b, c)]);
    refuse([statement(a, c, 'store_other')]);
    refuse([{ ...statement(a, c), publicKey: Buffer.from(b.key.publicKey).toString('base64') }]);
    refuse([statement(a, c)], () => undefined);
    const out = (terminalId: string) =>
      terminalId === a.id ? { publicKey: a.key.publicKey, isRevoked: true } : undefined;
    refuse([statement(a, c)], out);
  });

  test('NET-4 a voucher never replaces what is known: neither the key nor that it was put out', () => {
    const lookup = (terminalId: string) =>
      terminalId === c.id ? { publicKey: c.key.publicKey, isRevoked: true } : known(a)(terminalId);
    expect(memberOf(store, lookup, [statement(a, { ...c, key: b.key })], c.id)).toEqual(lookup(c.id));
  });

  test('NET-3 the longest honest texts stay within what a stranger may send', () => {
    const row = Array.from({ length: vouchersMax }, (_, index) => terminal(`t${index}`));
    const vouchers = row.map((one, index) => statement(row[Math.max(0, index - 1)] as Terminal, one));
    const last = row[row.length - 1] as Terminal;
    const sizes: number[] = [];
    const lookup = known(row[0] as Terminal);
    run(
      dialling(self(last, { vouchers, lookup }), channel),
      answering(self(row[0] as Terminal, { vouchers, lookup }), channel),
      sizes,
    );
    expect(sizes).toHaveLength(4);
    expect(Math.max(...sizes)).toBeLessThan(directTextBytesMax);
  });
});

describe('a terminal before a relay', () => {
  const door = (others: Partial<RelayDoor> = {}): RelayDoor => ({
    relayId: 'relay_1',
    hosts: ['relay.example'],
    admit: () => null,
    ...others,
  });
  const asking = (host = 'relay.example', who = a) =>
    askingRelay(self(who, { vouchers: [statement(a, a)] }), {
      host,
      publicKey: who.key.publicKey,
      registrationToken: null,
    });

  test('NET-5 it proves its key for this relay, and is admitted by what the relay knows of the store', () => {
    let seen: unknown;
    const admitAll = (proof: unknown) => {
      seen = proof;
      return null;
    };
    const outcome = run(relayAnswering(bytes('n'), door({ admit: admitAll })), asking());
    expect(outcome).toEqual({ first: { storeId: store, terminalId: a.id }, second: { relayId: 'relay_1' } });
    expect(seen).toMatchObject({ terminalId: a.id, vouchers: [statement(a, a)], registrationToken: null });
  });

  test('NET-5 a proof made for another relay or another challenge is worth nothing', () => {
    expect(run(relayAnswering(bytes('n'), door()), asking('evil.example'))).toMatchObject({
      refused: refusals.notProven,
    });
    const answer = asking().received(relayAnswering(bytes('n'), door()).begin() ?? '');
    if (answer.kind !== 'send') throw new Error('it answers');
    expect(relayAnswering(bytes('m'), door()).received(answer.text)).toMatchObject({ refusal: refusals.notProven });
    expect(Buffer.byteLength(answer.text)).toBeLessThan(relayTextBytesMax);
  });

  test('NET-5 a relay that calls itself like a terminal is refused', () => {
    for (const relayId of [a.id, b.id]) {
      const outcome = run(relayAnswering(bytes('n'), door({ relayId })), asking());
      expect(outcome).toMatchObject({ refused: refusals.notProven });
    }
  });

  test('NET-5 whom the relay does not admit is told why', () => {
    const admitNone = door({ admit: () => refusals.registrationClosed });
    expect(run(relayAnswering(bytes('n'), admitNone), asking())).toMatchObject({
      refused: refusals.registrationClosed,
      by: 'first',
    });
  });
});

test('NET-4 a statement that puts a terminal out vouches for nobody', () => {
  const out = putOut(store, { terminalId: a.id, privateKey: a.key.privateKey }, b.id);
  expect(vouchersFor([statement(a, a), out], b.id)).toEqual([]);
});
