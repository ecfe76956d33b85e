import { describe, expect, test } from 'vitest';
import { signingKeyOf } from '../kernel/ledger/chain.ts';
import { SeededRandom } from '../testing/fakes.ts';
import { boxKeyOf } from './box.ts';
import { type Bundle, EnrolmentFault, EnrolmentJoiner } from './enrolment.ts';
import { enrolmentSecret, makeEnrolmentCode, normaliseEnrolmentCode } from './enrolment-code.ts';
import { type CodeBook, type DeskAnswer, type DeskCode, EnrolmentDesk, type Joiner } from './enrolment-desk.ts';
import { admit } from './membership.ts';

const random = new SeededRandom('enrolment');
const code = makeEnrolmentCode((length) => random.bytes(length));
const wrongCode = makeEnrolmentCode((length) => random.bytes(length));
const giver = { terminalId: 't1', key: signingKeyOf(random.bytes(32)), box: boxKeyOf(random.bytes(32)) };

/** A code book in memory, with the rules of the one on disk. */
class MemoryBook implements CodeBook {
  list: { id: string; secret: Uint8Array; state: DeskCode['state']; joinerKey: string | null; failures: number }[] = [];
  given = 0;
  revoked = false;

  constructor(codes: readonly string[]) {
    for (const one of codes) {
      const secret = enrolmentSecret(normaliseEnrolmentCode(one) ?? '');
      this.list.push({ id: `c${this.list.length}`, secret, state: 'open', joinerKey: null, failures: 0 });
    }
  }

  codes(): readonly DeskCode[] {
    return this.list;
  }

  failed(): void {
    for (const one of this.list) {
      if (one.state !== 'open') continue;
      one.failures += 1;
      if (one.failures >= 5) one.state = 'void';
    }
  }

  admit(codeId: string, joiner: Joiner): Bundle | 'terminal-revoked' {
    const found = this.list.find((one) => one.id === codeId);
    if (!found) throw new Error('a code that is there');
    if (this.revoked) return 'terminal-revoked';
    if (found.state === 'open') {
      this.given += 1;
      found.state = 'used';
      found.joinerKey = Buffer.from(joiner.publicKey).toString('base64');
    }
    const signer = { terminalId: 't1', privateKey: giver.key.privateKey };
    const self = { terminalId: 't1', publicKey: giver.key.publicKey, boxKey: giver.box };
    const statement = admit('store_1', signer, { terminalId: `t-${codeId}`, ...joiner });
    return {
      storeId: 'store_1',
      terminalId: `t-${codeId}`,
      name: 'Counter 2',
      demo: null,
      storeKeys: [{ id: 'k1', bytes: Buffer.alloc(32, 7).toString('base64') }],
      givenBy: 't1',
      statement,
      statements: [admit('store_1', signer, self), statement],
      ticket: `ticket-${codeId}`,
      snapshotKey: Buffer.alloc(32, 9).toString('base64'),
    };
  }
}

function terminal() {
  return { terminal: signingKeyOf(random.bytes(32)), boxKey: boxKeyOf(random.bytes(32)) };
}

function joinerOf(keys: ReturnType<typeof terminal>, typed: string): EnrolmentJoiner {
  return new EnrolmentJoiner({ code: typed, ...keys, ephemeralSeed: random.bytes(32) });
}

function bodyOf(answer: DeskAnswer): Record<string, string> {
  if (!answer.ok) throw new Error(`refused: ${answer.refusal}`);
  return answer.body;
}

/** Both questions; the answer to the second. */
function ask(desk: EnrolmentDesk, joiner: EnrolmentJoiner, nowMs: number, address = '10.0.0.9'): DeskAnswer {
  const first = desk.hello(address, joiner.hello(), nowMs);
  return first.ok ? desk.proof(address, joiner.proof(first.body), nowMs) : first;
}

function refusalOf(answer: DeskAnswer): string {
  return answer.ok ? 'let in' : answer.refusal;
}

describe('the code', () => {
  test('NOD-10 it has 80 random bits, and is understood however it is typed', () => {
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(code).not.toBe(wrongCode);
    expect(normaliseEnrolmentCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code.replaceAll('-', ''));
    expect(normaliseEnrolmentCode('oil0-0000-0000-0000')).toBe('0110000000000000');
    for (const bad of ['', 'ABCD', `${code}0`, code.replace(/.$/, 'U')]) {
      expect(normaliseEnrolmentCode(bad), bad).toBeUndefined();
    }
    expect(() => joinerOf(terminal(), 'ABCD')).toThrow(EnrolmentFault);
  });
});

describe('the exchange', () => {
  test('NOD-11 who knows the code gets the bundle, vouched for', () => {
    const book = new MemoryBook([wrongCode, code]);
    const joiner = joinerOf(terminal(), code.toLowerCase());
    const bundle = joiner.open(bodyOf(ask(new EnrolmentDesk(book, random), joiner, 0)));
    expect(bundle).toMatchObject({ storeId: 'store_1', terminalId: 't-c1', ticket: 'ticket-c1' });
    expect(book.list.map((one) => one.state)).toEqual(['open', 'used']);
  });

  test('NOD-12 a wrong, a used, an expired and a void code are answered alike to who does not know one', () => {
    for (const state of ['open', 'used', 'expired', 'void'] as const) {
      const book = new MemoryBook([code]);
      for (const one of book.list) one.state = state;
      const answer = ask(new EnrolmentDesk(book, random), joinerOf(terminal(), wrongCode), 0);
      expect(answer).toEqual({ ok: false, refusal: 'refused', retryAfterMs: null });
    }
  });

  test('NOD-12 who knows the code is told what is wrong with it', () => {
    for (const state of ['used', 'expired', 'void'] as const) {
      const book = new MemoryBook([code]);
      for (const one of book.list) one.state = state;
      const answer = ask(new EnrolmentDesk(book, random), joinerOf(terminal(), code), 0);
      expect(refusalOf(answer)).toBe(`code-${state}`);
      expect(book.given).toBe(0);
    }
  });

  test('NOD-13 the same terminal gets the same bundle again, another one nothing', () => {
    const book = new MemoryBook([code]);
    const keys = terminal();
    const desk = new EnrolmentDesk(book, random);
    const first = joinerOf(keys, code);
    const bundle = first.open(bodyOf(ask(desk, first, 0)));
    const again = joinerOf(keys, code);
    expect(again.open(bodyOf(ask(new EnrolmentDesk(book, random), again, 0)))).toEqual(bundle);
    expect(refusalOf(ask(desk, joinerOf(terminal(), code), 0))).toBe('code-used');
    expect(book.given).toBe(1);
    book.revoked = true;
    expect(refusalOf(ask(desk, joinerOf(keys, code), 0))).toBe('terminal-revoked');
  });

  test('NOD-14 five wrong tries in all make the code void, from however many addresses', () => {
    const book = new MemoryBook([code]);
    const desk = new EnrolmentDesk(book, random);
    for (let no = 0; no < 5; no += 1) {
      expect(book.list[0]?.state).toBe('open');
      expect(refusalOf(ask(desk, joinerOf(terminal(), wrongCode), 0, `10.0.0.${no}`))).toBe('refused');
    }
    expect(refusalOf(ask(desk, joinerOf(terminal(), code), 0))).toBe('code-void');
  });

  test('NOD-15 an address that guesses waits, and longer each time; others do not', () => {
    const book = new MemoryBook([]);
    const desk = new EnrolmentDesk(book, random);
    let nowMs = 0;
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      expect(refusalOf(ask(desk, joinerOf(terminal(), wrongCode), nowMs))).toBe('refused');
      const early = desk.hello('10.0.0.9', joinerOf(terminal(), wrongCode).hello(), nowMs + waitMs - 1);
      expect(early).toEqual({ ok: false, refusal: 'slow-down', retryAfterMs: 1 });
      nowMs += waitMs;
    }
    expect(desk.hello('10.0.0.10', joinerOf(terminal(), wrongCode).hello(), 0).ok).toBe(true);
  });

  test('NOD-16 a proof is heard once, within a minute, in its own conversation', () => {
    const book = new MemoryBook([code]);
    const desk = new EnrolmentDesk(book, random);
    const joiner = joinerOf(terminal(), code);
    const proof = joiner.proof(bodyOf(desk.hello('a', joiner.hello(), 0)));
    expect(desk.proof('a', proof, 0).ok).toBe(true);
    expect(refusalOf(desk.proof('a', proof, 0))).toBe('refused');

    const other = bodyOf(desk.hello('a', joiner.hello(), 0));
    expect(refusalOf(desk.proof('a', { ...proof, session: other.session ?? '' }, 0))).toBe('refused');

    const late = joinerOf(terminal(), code);
    const lateProof = late.proof(bodyOf(desk.hello('b', late.hello(), 0)));
    expect(refusalOf(desk.proof('b', lateProof, 60_001))).toBe('refused');
  });

  test('NOD-17 someone in the middle who swaps a key gets nothing from either side', () => {
    const book = new MemoryBook([code]);
    const desk = new EnrolmentDesk(book, random);
    const swap = Buffer.from(boxKeyOf(random.bytes(32))).toString('base64');
    const fields = ['ephemeral', 'publicKey', 'boxKey'] as const;
    for (const [index, field] of fields.entries()) {
      const joiner = joinerOf(terminal(), code);
      const first = bodyOf(desk.hello(`m${index}`, { ...joiner.hello(), [field]: swap }, 0));
      expect(refusalOf(desk.proof(`m${index}`, joiner.proof(first), 0)), field).toBe('refused');
    }
    const joiner = joinerOf(terminal(), code);
    const first = bodyOf(desk.hello('m9', joiner.hello(), 0));
    expect(refusalOf(desk.proof('m9', joiner.proof({ ...first, ephemeral: swap }), 0))).toBe('refused');
    expect(book.given).toBe(0);
  });

  test('NOD-17 nobody is let in under a terminal key that it does not hold', () => {
    const book = new MemoryBook([code]);
    const [own, other] = [terminal(), terminal()];
    const claimed = { publicKey: other.terminal.publicKey, privateKey: own.terminal.privateKey };
    const joiner = joinerOf({ ...own, terminal: claimed }, code);
    expect(refusalOf(ask(new EnrolmentDesk(book, random), joiner, 0))).toBe('refused');
    expect(book.given).toBe(0);
  });

  test('NOD-17 a false terminal cannot make a joiner take its bundle', () => {
    const keys = terminal();
    const falseDesk = new EnrolmentDesk(new MemoryBook([wrongCode]), random);
    const falseWords = joinerOf(keys, wrongCode);
    const { sealed } = bodyOf(ask(falseDesk, falseWords, 0));
    const joiner = joinerOf(keys, code);
    joiner.proof(bodyOf(new EnrolmentDesk(new MemoryBook([code]), random).hello('a', joiner.hello(), 0)));
    expect(() => joiner.open({ sealed })).toThrow(expect.objectContaining({ kind: 'not-proven' }));
    const zero = Buffer.alloc(32).toString('base64');
    expect(() => joiner.proof({ session: 's', ephemeral: zero })).toThrow(
      expect.objectContaining({ kind: 'not-proven' }),
    );
  });

  test('NOD-17 a bundle that vouches for another terminal is not taken', () => {
    const book = new MemoryBook([code]);
    const stranger = terminal();
    const admitHonestly = book.admit.bind(book);
    book.admit = (id) => admitHonestly(id, { publicKey: stranger.terminal.publicKey, boxKey: stranger.boxKey });
    const joiner = joinerOf(terminal(), code);
    const answer = bodyOf(ask(new EnrolmentDesk(book, random), joiner, 0));
    expect(() => joiner.open(answer)).toThrow(expect.objectContaining({ kind: 'not-proven' }));
  });

  test('NOD-18 nonsense is refused and changes nothing; another version is named', () => {
    const book = new MemoryBook([code]);
    const desk = new EnrolmentDesk(book, random);
    const hello = joinerOf(terminal(), code).hello();
    for (const body of [null, 1, [], {}, { ...hello, ephemeral: 'AAAA' }, { ...hello, more: 1 }]) {
      expect(refusalOf(desk.hello('a', body, 0))).toBe('not-understood');
      expect(refusalOf(desk.proof('a', body, 0))).toBe('not-understood');
    }
    expect(refusalOf(desk.hello('a', { ...hello, version: 2 }, 0))).toBe('other-version');
    expect(book.list[0]).toMatchObject({ state: 'open', failures: 0 });
  });

  test('NOD-18 conversations that are begun and left fill no memory', () => {
    const desk = new EnrolmentDesk(new MemoryBook([code]), random);
    const hello = joinerOf(terminal(), code).hello();
    const answers = Array.from({ length: 200 }, (_, no) => desk.hello(`10.0.0.${no % 40}`, hello, 0));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(64);
    expect(desk.hello('10.0.0.1', hello, 60_001).ok).toBe(true);
  });
});
