import { z } from 'zod';
import type { AggregateType, DomainEvent } from '../kernel/aggregate.ts';
import { endpoint } from '../kernel/contract.ts';
import { defineModule, type ModuleDefinition } from '../kernel/module.ts';
import { RefusalError } from '../kernel/refusal.ts';

/** The smallest module with everything a module has; the kernel's own tests run on it. */
export interface CounterState {
  readonly total: number;
  /** The order in which changes were folded: differs when folding is not by (hlc, origin, seq). */
  readonly trail: string;
}
export type CounterEvent = DomainEvent<'counter.changed', { by: number }> | DomainEvent<'counter.reset', null>;

export const counterAggregate: AggregateType<CounterState, CounterEvent> = {
  kind: 'counter',
  initial: () => ({ total: 0, trail: '' }),
  apply(state, event) {
    switch (event.type) {
      case 'counter.changed':
        return { total: state.total + event.payload.by, trail: `${state.trail}${event.payload.by},` };
      case 'counter.reset':
        return { total: 0, trail: `${state.trail}r,` };
      default:
        return state;
    }
  },
  rows: (id, state) => ({ counter_total: [{ aggregate_id: id, total: state.total, trail: state.trail }] }),
};

const amount = z.object({ total: z.number(), version: z.number() });
const counterContract = {
  get: endpoint('GET', '/counters/{id}', { permission: 'patients.read', summary: 'A counter', tag: 'test' })
    .input(z.object({ id: z.string() }))
    .output(amount),
  change: endpoint('POST', '/counters/{id}', {
    permission: 'signed-in',
    summary: 'Change a counter',
    tag: 'test',
    refusals: { 'no-change': { status: 422, message: 'A change by nothing.' } },
  })
    .input(z.object({ id: z.string(), by: z.number().int(), version: z.number().optional() }))
    .output(amount),
  unasked: endpoint('POST', '/counters/{id}/unasked', {
    permission: 'signed-in',
    summary: 'Forgets the gate',
    tag: 'test',
  })
    .input(z.object({ id: z.string() }))
    .output(amount),
  fail: endpoint('POST', '/counters/fail', { permission: 'signed-in', summary: 'Throws', tag: 'test' }).output(amount),
  breakListener: endpoint('POST', '/counters/listener', {
    permission: 'signed-in',
    summary: 'Listens badly',
    tag: 'test',
  }).output(z.object({})),
};

export function counterModule(): ModuleDefinition {
  return defineModule({
    name: 'counter',
    version: '1.0.0',
    requires: [],
    contract: counterContract,
    aggregates: [counterAggregate],
    projections: [],
    migrations: [
      {
        id: 'counter-001',
        sql: 'CREATE TABLE counter_total (aggregate_id TEXT PRIMARY KEY, total INTEGER NOT NULL, trail TEXT NOT NULL) STRICT',
      },
    ],
    start: (context) => ({
      handlers: {
        get: ({ id }, call) =>
          context.read(call, { action: 'counter.get', patientIds: [id] }, () => ({
            total: context.load(counterAggregate, id)?.total ?? 0,
            version: context.version(counterAggregate, id),
          })),
        change: ({ id, by, version }, call) =>
          context.command(call, { action: 'counter.change' }, (unit) => {
            unit.expectVersion(counterAggregate, id, version);
            unit.authorize({ patientId: id });
            if (by === 0) throw new RefusalError({ kind: 'no-change', data: undefined });
            const { total } = unit.append(counterAggregate, id, { type: 'counter.changed', payload: { by } });
            return { total, version: unit.version(counterAggregate, id) };
          }),
        unasked: ({ id }, call) =>
          context.command(call, { action: 'counter.unasked' }, (unit) => {
            const { total } = unit.append(counterAggregate, id, { type: 'counter.changed', payload: { by: 1 } });
            return { total, version: 1 };
          }),
        fail: () => {
          throw new Error('Okafor, Rosalind has no such counter');
        },
        breakListener: () => {
          context.onCommit(() => {
            throw new Error('a bad listener');
          });
          return {};
        },
      },
    }),
  });
}
