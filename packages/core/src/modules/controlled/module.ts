import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleContext, type ModuleDefinition } from '../../kernel/module.ts';
import { isRelayVoter } from '../../replication/lease/voters.ts';
import type {} from '../lease/services.ts';
import type {} from '../nodes/services.ts';
import { Clerk } from './clerk.ts';
import { controlledContract } from './contract.ts';
import { entriesOf } from './entries.ts';
import { controlledMigrations, orderAggregate, orderProjection } from './order.ts';

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    controlled: {
      /** Gives places to movements that have none, where this terminal leads. Every few seconds. */
      tend(): number;
    };
  }
}

/** The one order of controlled movements: `docs/specs/controlled.md`. */
export function controlledModule(ports: Pick<HostPorts, 'sync'>): ModuleDefinition {
  return defineModule({
    name: 'controlled',
    version: '1.0.0',
    requires: ['inventory', 'lease'],
    contract: controlledContract,
    aggregates: [orderAggregate],
    projections: [orderProjection],
    migrations: controlledMigrations,
    start(context) {
      const quorum = quorumOf(ports, context);
      const clerk = new Clerk({
        context,
        epoch: () => context.use('lease').epoch(),
        isCaughtUp: () => quorum((peer) => peer.connected && peer.behindEvents === 0),
      });
      return {
        services: { tend: () => clerk.tend() },
        handlers: {
          ledger({ ndc, after, limit }) {
            const drugKey = context.use('inventory').keyOf(ndc);
            const entries = entriesOf(context.db, drugKey);
            const page = entries.slice(after, after + limit);
            return {
              entries: page.map(({ placedBy, ...entry }) => ({
                ...entry,
                isFinal: quorum((peer) =>
                  peer.heads.some(({ origin, seq }) => origin === placedBy.origin && seq >= placedBy.seq),
                ),
              })),
              nextAfter: after + limit < entries.length ? after + limit : null,
              waiting: context.use('inventory').movementCount(drugKey) - entries.length,
            };
          },
        },
      };
    },
  });
}

type Peer = NonNullable<HostPorts['sync']> extends { status(): { peers: readonly (infer P)[] } } ? P : never;

/** Whether a majority of the voters, this terminal among them, are as asked. */
function quorumOf(ports: Pick<HostPorts, 'sync'>, context: ModuleContext) {
  return (is: (peer: Peer) => boolean): boolean => {
    const voters = context.use('lease').voters();
    const peers = ports.sync?.status().peers ?? [];
    const relay = context.use('lease').relay();
    const count = voters.filter(
      (voter) =>
        voter === context.terminalId ||
        peers.some(
          (peer) =>
            (isRelayVoter(voter) ? voter === relay && peer.kind === 'relay' : peer.terminalId === voter) && is(peer),
        ),
    ).length;
    return count * 2 > voters.length;
  };
}
