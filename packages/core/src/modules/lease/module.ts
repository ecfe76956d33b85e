import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import type { Vote, VoteStore } from '../../replication/lease/voter.ts';
import { Register } from '../nodes/register.ts';
import { leaseContract } from './contract.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { LeaseService } from './services.ts';
import { votersAggregate } from './voters-model.ts';

/** Which terminal leads: `docs/specs/lease.md`. */
export function leaseModule(ports: Pick<HostPorts, 'votes' | 'terminalRoles'>): ModuleDefinition {
  return defineModule({
    name: 'lease',
    version: '1.0.0',
    requires: [],
    contract: leaseContract,
    aggregates: [votersAggregate],
    projections: [],
    migrations: [],
    start(context) {
      const register = new Register(context);
      const keeper = new LeaseKeeper({
        context,
        votes: ports.votes ?? forgetful(),
        roles: ports.terminalRoles,
        active: () => register.active(),
      });
      return {
        services: {
          holds: () => keeper.holds(),
          epoch: () => keeper.epoch(),
          voters: () => keeper.voters(),
          relay: () => keeper.relay(),
          leader: () => keeper.leader(),
          attach: (links) => keeper.attach(links),
          received: (from, body) => keeper.received(from, body),
          tick: () => keeper.tick(),
          release: () => keeper.release(),
        } satisfies LeaseService,
        handlers: {
          lease() {
            const leader = keeper.leader();
            return {
              leader,
              isHere: leader === context.terminalId,
              epoch: keeper.epoch(),
              voters: [...keeper.config().voters],
            };
          },
        },
        stop: () => keeper.release(),
      };
    },
  });
}

/** For a terminal without links: nobody else asks for its vote. */
function forgetful(): VoteStore {
  let kept: Vote | null = null;
  return {
    read: () => kept,
    write(vote) {
      kept = vote;
    },
  };
}
