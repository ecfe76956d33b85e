import { expect, test } from 'vitest';
import { authModule } from '../modules/auth/module.ts';
import { storeModule } from '../modules/store/module.ts';
import { counterAggregate, counterModule } from '../testing/counter-module.ts';
import { createTestStore } from '../testing/index.ts';
import { ParsedStates } from './parsed-states.ts';

const digest = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

test('PRJ-4 a state that was read is used again only while the stored digest is the same', () => {
  const states = new ParsedStates();
  expect(states.of('a', digest(1), () => '{"n":1}')).toEqual({ n: 1 });
  expect(states.of('a', digest(1), () => 'not read again')).toEqual({ n: 1 });
  expect(states.of('a', digest(2), () => '{"n":2}  ')).toEqual({ n: 2 });
  expect(states.of('b', digest(2), () => '{"n":3}')).toEqual({ n: 3 });
});

test('PRJ-4 what is kept in memory has a bound', () => {
  const states = new ParsedStates();
  let reads = 0;
  const read = () => {
    reads += 1;
    return '{}';
  };
  for (let index = 0; index < 1000; index += 1) states.of(`key ${index}`, digest(1), read);
  states.of('key 999', digest(1), read);
  expect(reads).toBe(1000);
  states.of('key 0', digest(1), read);
  expect(reads).toBe(1001);
});

test('PRJ-4 a command that failed leaves no state behind in memory', () => {
  const store = createTestStore({ modules: (ports) => [storeModule(ports), authModule(ports), counterModule()] });
  const { engine, projections } = store.kernel;
  const call = {
    session: store.as('technician').session,
    address: '',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'p',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  const change = (by: number, fails: boolean) =>
    engine.command(call, 'counter.change', (unit) => {
      unit.authorize({});
      unit.append(counterAggregate, 'a', { type: 'counter.changed', payload: { by } });
      if (fails) throw new Error('stop');
      return null;
    });
  const total = () => (projections.load(counterAggregate, 'a').state as { total: number }).total;
  change(5, false);
  expect(total()).toBe(5);
  expect(() => change(7, true)).toThrow('stop');
  expect(total()).toBe(5);
  change(1, false);
  expect(total()).toBe(6);
});
