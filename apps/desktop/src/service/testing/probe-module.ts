import { defineModule, endpoint, type ModuleDefinition, RefusalError } from '@apotheca/core';
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';

interface ProbeState {
  readonly total: number;
}
type ProbeEvent = { type: 'probe.added'; payload: { by: number } };

const probeAggregate = {
  kind: 'probe',
  initial: (): ProbeState => ({ total: 0 }),
  apply: (state: ProbeState, event: ProbeEvent): ProbeState => ({ total: state.total + event.payload.by }),
};

const tag = 'probe';
export const probeContract = {
  add: endpoint('POST', '/probes/{id}', {
    permission: 'patients.write',
    summary: 'Adds',
    tag,
    refusals: { 'too-much': { status: 422, message: 'Add less.', data: z.object({ max: z.number() }) } },
  })
    .input(z.object({ id: z.string(), by: z.number().int(), note: z.string().optional() }))
    .output(z.object({ total: z.number() })),
  list: endpoint('GET', '/probes', { permission: 'public', summary: 'Echoes its query', tag })
    .input(z.object({ limit: z.number().int().default(50), open: z.boolean().optional(), q: z.string().optional() }))
    .output(z.object({ limit: z.number(), open: z.boolean().nullable(), q: z.string().nullable() })),
  upload: endpoint('POST', '/probes/uploads', { permission: 'patients.write', summary: 'Sizes of files', tag })
    .input(z.object({ files: z.array(z.file()), source: z.string().optional() }))
    .output(z.object({ files: z.array(z.object({ name: z.string(), size: z.number(), text: z.string() })) })),
  window: endpoint('POST', '/probes/window', {
    permission: 'public',
    ownWindowOnly: true,
    summary: 'Own window only',
    tag,
  })
    .input(z.object({}))
    .output(z.object({ address: z.string() })),
  stream: endpoint('GET', '/probes/stream', { permission: 'public', summary: 'Never ends', tag }).output(
    eventIterator(z.object({ no: z.number() })),
  ),
  wait: endpoint('POST', '/probes/wait', {
    permission: 'public',
    summary: 'Tells to come back',
    tag,
    refusals: {
      later: { status: 429, message: 'Later.', data: z.object({ retryAfterSeconds: z.number() }) },
      'at-a-time': { status: 429, message: 'Then.', data: z.object({ retryAt: z.string() }) },
    },
  })
    .input(z.object({ until: z.string().optional() }))
    .output(z.object({})),
  fail: endpoint('POST', '/probes/failure', { permission: 'public', summary: 'Throws', tag })
    .input(z.object({}))
    .output(z.object({})),
};

/** A module of the transport tests: one endpoint for each way a call can end. */
export const probeModule: ModuleDefinition = defineModule({
  name: 'probe',
  version: '1.0.0',
  requires: [],
  contract: probeContract,
  aggregates: [probeAggregate],
  projections: [],
  migrations: [],
  start(context) {
    return {
      handlers: {
        add: ({ id, by }, call) =>
          context.command(call, { action: 'probe.add' }, (unit) => {
            unit.authorize({});
            const state = unit.append(probeAggregate, id, { type: 'probe.added', payload: { by } });
            return { total: state.total };
          }),
        list: ({ limit, open, q }) => ({ limit, open: open ?? null, q: q ?? null }),
        upload: async ({ files, source }, call) => {
          // A handler that waits for its caller, so that a test can look at what is held meanwhile.
          if (source === 'wait') await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
          return {
            files: await Promise.all(
              files.map(async (file) => ({
                name: file.name,
                size: file.size,
                text: await file.slice(0, 12).text(),
              })),
            ),
          };
        },
        window: (_input, call) => ({ address: call.address }),
        stream: async function* (_input, call) {
          yield { no: 1 };
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
        },
        wait: ({ until }) => {
          if (until === undefined) throw new RefusalError({ kind: 'later', data: { retryAfterSeconds: 3 } });
          throw new RefusalError({ kind: 'at-a-time', data: { retryAt: until } });
        },
        fail: () => {
          throw new Error('patient Rosa Okafor, born 1950-01-01');
        },
      },
    };
  },
});
