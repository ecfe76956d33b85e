import type { Kernel } from '@apotheca/core';
import { relayVoterOf } from '@apotheca/core/replication/lease/voters';
import { systemClock, systemRandom } from '../terminal/machine.ts';
import { LeaseChannel } from './lease-channel.ts';
import type { RightsChannel } from './rights-channel.ts';
import { StockPusher } from './stock-pusher.ts';
import type { Switchboard } from './switchboard.ts';

const upkeepMs = 2_000;

export interface Singletons {
  /** While the links are still there: the others need not wait for what was held here. */
  stop(): void;
}

/**
 * What the terminals of a store agree on as they work: who leads, who may take how much of a controlled lot, and
 * which room the stock document is in.
 */
export function startSingletons(from: {
  readonly kernel: Kernel;
  readonly switchboard: Switchboard;
  readonly rights: RightsChannel;
  /** Where this terminal finds its relay; null without one. */
  readonly relay: string | null;
  onUnexpected(error: unknown): void;
}): Singletons {
  const { kernel, switchboard, rights, relay, onUnexpected } = from;
  const lease = new LeaseChannel({
    switchboard,
    relay: relay === null ? null : relayVoterOf(new URL(relay).host),
    clock: systemClock,
    onUnexpected,
    lease: () => (isRunning(kernel, 'lease') ? kernel.host.service('lease') : null),
  });
  rights.start();
  const pusher = new StockPusher({
    switchboard,
    random: systemRandom,
    inventory: () => (isRunning(kernel, 'inventory') ? kernel.host.service('inventory') : null),
  });
  const upkeep = setInterval(() => {
    try {
      pusher.tick();
      if (isRunning(kernel, 'inventory')) kernel.host.service('inventory').upkeep();
      if (isRunning(kernel, 'controlled')) kernel.host.service('controlled').tend();
    } catch (error) {
      onUnexpected(error);
    }
  }, upkeepMs);
  return {
    stop() {
      clearInterval(upkeep);
      pusher.stop();
      rights.stop();
      lease.stop();
    },
  };
}

function isRunning({ host }: Kernel, module: string): boolean {
  return host.report().some(({ name, state }) => name === module && state === 'running');
}
