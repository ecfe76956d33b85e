import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signingKeyOf } from '../kernel/ledger/chain.ts';
import { SeededRandom } from '../testing/fakes.ts';
import { admit, putOut } from './membership.ts';
import { type Claim, type Revocation, rememberedSignatures, Standing, type TerminalClaims } from './standing.ts';

const storeId = 'store_test';
const keyOf = (id: string) => signingKeyOf(new SeededRandom(`terminal ${id}`).bytes(32));
const place = (by: string, hlc: number) => ({ by, origin: `${by}:1`, seq: hlc, hlc, at: String(hlc) });
const signer = (id: string) => ({ terminalId: id, privateKey: keyOf(id).privateKey });

function claim(by: string, id: string, hlc: number): Claim {
  const member = { terminalId: id, publicKey: keyOf(id).publicKey, boxKey: new Uint8Array(32) };
  const { publicKey, boxKey, signature: statement } = admit(storeId, signer(by), member);
  return { ...place(by, hlc), publicKey, boxKey, keyIds: [], statement };
}

function out(by: string, id: string, hlc: number, seen: Record<string, number> = {}): Revocation {
  const { signature: statement } = putOut(storeId, signer(by), id);
  return { ...place(by, hlc), reason: '', statement, seen };
}

const terminal = (terminalId: string, claims: Claim[], revocations: Revocation[] = []): TerminalClaims => ({
  terminalId,
  claims,
  revocations,
});
const isSigned = rememberedSignatures(storeId);
const standing = (...terminals: TerminalClaims[]) => new Standing({ founder: 'a', terminals, isSigned });
const activeOf = (of: Standing) => ['a', 'b', 'c', 'd', 'e'].filter((id) => of.isActive(id));
const a = terminal('a', [claim('a', 'a', 1)]);
const b = (...revocations: Revocation[]) => terminal('b', [claim('a', 'b', 2)], revocations);
const c = (...revocations: Revocation[]) => terminal('c', [claim('a', 'c', 3)], revocations);

test('NOD-29 a statement counts under its own name, signed with the key that the register has', () => {
  expect(activeOf(standing(a, b(), c()))).toEqual(['a', 'b', 'c']);
  const good = claim('a', 'b', 2);
  const wrong: Claim[] = [
    { ...good, origin: 'c:1' },
    { ...good, publicKey: claim('a', 'c', 2).publicKey },
    { ...good, statement: '' },
    { ...good, publicKey: 'x' },
    { ...claim('d', 'b', 2), by: 'a', origin: 'a:1' },
    claim('b', 'b', 2),
  ];
  for (const one of wrong) expect(activeOf(standing(a, terminal('b', [one]))), JSON.stringify(one)).toEqual(['a']);
  for (const one of [
    { ...out('b', 'a', 9), origin: 'c:1' },
    { ...out('b', 'a', 9), statement: '' },
    out('d', 'a', 9),
  ]) {
    expect(activeOf(standing({ ...a, revocations: [one] }, b(), c()))).toEqual(['a', 'b', 'c']);
  }
  expect(activeOf(standing(a, terminal('b', [], [out('a', 'b', 9)])))).toEqual(['a']);
});

test('NOD-29 nobody makes itself longer there than it is by writing an earlier stamp', () => {
  const early = { ...claim('b', 'b', 0), seq: 9 };
  const own = terminal('b', [early, claim('a', 'b', 2)], [out('a', 'b', 5)]);
  expect(activeOf(standing({ ...a, revocations: [out('b', 'a', 0)] }, own))).toEqual(['a']);
  expect(activeOf(standing(a, b(), terminal('d', [claim('b', 'd', 1)])))).toEqual(['a', 'b']);
});

test('NOD-33 what who is out did counts as far as whoever put it out knew', () => {
  const of = (seen: Record<string, number>) => standing(a, b(out('a', 'b', 9, seen)), c(out('b', 'c', 5)));
  expect(activeOf(of({ 'b:1': 5 }))).toEqual(['a']);
  expect(activeOf(of({ 'b:1': 4 }))).toEqual(['a', 'c']);
  expect(activeOf(of({}))).toEqual(['a', 'c']);
});

test('NOD-33 somebody is always left', () => {
  expect(
    activeOf(standing({ ...a, revocations: [out('a', 'a', 9, { 'a:1': 8 })] }, b(out('b', 'b', 9, { 'b:1': 8 })))),
  ).toEqual(['b']);
  expect(activeOf(standing({ ...a, revocations: [out('a', 'a', 9)] }, b()))).toEqual(['a']);
});

test('NOD-34 who was let in by who waits, waits too, and comes in with a new statement', () => {
  const d = terminal('d', [claim('b', 'd', 5)]);
  const e = terminal('e', [claim('d', 'e', 7)]);
  const before = standing(a, b(out('a', 'b', 9)), d, e);
  expect(['d', 'e'].map((id) => before.isWaiting(id))).toEqual([true, true]);
  expect(before.claimOf('d')?.by).toBe('b');
  const again = standing(a, b(out('a', 'b', 9)), terminal('d', [...d.claims, claim('a', 'd', 12)]), e);
  expect([again.isActive('d'), again.isWaiting('e')]).toEqual([true, true]);
});

test('NOD-25 in whatever order it came, and whatever is said, the register is the same and has somebody', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const act = fc.record({
    by: fc.constantFrom(...ids),
    of: fc.constantFrom(...ids),
    hlc: fc.integer({ min: 2, max: 30 }),
    isClaim: fc.boolean(),
    seen: fc.dictionary(fc.constantFrom(...ids.map((id) => `${id}:1`)), fc.integer({ min: 0, max: 30 })),
  });
  fc.assert(
    fc.property(
      fc
        .uniqueArray(act, { maxLength: 24, selector: ({ by, hlc }) => `${by} ${hlc}` })
        .chain((acts) => fc.tuple(fc.constant(acts), fc.shuffledSubarray(acts, { minLength: acts.length }))),
      ([acts, shuffled]) => {
        const of = (list: typeof acts) =>
          standing(
            ...ids.map((id) =>
              terminal(
                id,
                [
                  ...(id === 'a' ? a.claims : []),
                  ...list.filter((one) => one.isClaim && one.of === id).map((one) => claim(one.by, id, one.hlc)),
                ],
                list.filter((one) => !one.isClaim && one.of === id).map((one) => out(one.by, id, one.hlc, one.seen)),
              ),
            ),
          );
        const [one, other] = [of(acts), of(shuffled)];
        expect(activeOf(one)).toEqual(activeOf(other));
        expect(activeOf(one).length).toBeGreaterThan(0);
        for (const id of ids) {
          expect(other.claimOf(id)?.hlc).toBe(one.claimOf(id)?.hlc);
          expect(other.isWaiting(id)).toBe(one.isWaiting(id));
          expect([one.isActive(id), one.isWaiting(id), !!one.revocationOf(id)].filter(Boolean).length).toBeLessThan(2);
        }
      },
    ),
    { numRuns: 400 },
  );
});
