import type { Rotation } from './store-key-model.ts';
import { isActive, type TerminalState } from './terminal-model.ts';

/** What one terminal knows of the store's keys. */
export interface KeyWorld {
  readonly self: string;
  readonly terminals: readonly TerminalState[];
  readonly rotations: readonly Rotation[];
  /** Ids of the keys held here, in the order of the ring. */
  readonly ring: readonly string[];
}

export interface KeyPlan {
  /** Rotated keys that are wrapped for this terminal and not held yet. */
  readonly open: readonly Rotation[];
  /** The key for new rows, as soon as it is held; null leaves it as it is. */
  readonly current: string | null;
  /** A terminal that is out, or waits for a person, has every key there is: a new one is due. */
  readonly isRotationDue: boolean;
  /** The active terminal that makes it without waiting for another to. */
  readonly isFirstToRotate: boolean;
  /** Keys held here that active terminals lack; `isOurs` where it is for this terminal to hand them on. */
  readonly share: readonly { readonly keyId: string; readonly to: TerminalState; readonly isOurs: boolean }[];
}

/**
 * What follows from the register and the rotations, the same on every terminal that knows the same: rows are written
 * under the newest key that only members have (docs/specs/nodes.md). Pure.
 */
export function planKeys(world: KeyWorld): KeyPlan {
  const { self, terminals, rotations, ring } = world;
  const active = terminals.filter(isActive);
  if (!active.some((one) => one.terminalId === self)) {
    return { open: [], current: null, isRotationDue: false, isFirstToRotate: false, share: [] };
  }
  const open = rotations.filter((one) => one.wraps[self] !== undefined && !ring.includes(one.keyId));
  const holders = holdersOf(terminals, rotations);
  const others = terminals.filter((one) => !active.includes(one)).map((one) => one.terminalId);
  const isClean = (keyId: string) => !others.some((id) => holders(keyId).has(id));
  const made = rotations.filter((one) => one.madeBy !== null).toSorted(newestFirst);
  const first = ring.filter((keyId) => !rotations.some((one) => one.keyId === keyId)).toReversed();
  const clean = [...made.map((one) => one.keyId), ...first].filter(isClean);
  const within = new Set([...ring, ...open.map((one) => one.keyId)]);
  const lowest = active.map((one) => one.terminalId).toSorted()[0];
  return {
    open,
    current: clean.find((keyId) => within.has(keyId)) ?? null,
    isRotationDue: clean.length === 0,
    isFirstToRotate: lowest === self,
    share: rotations
      .filter((one) => within.has(one.keyId))
      .flatMap((one) =>
        active
          .filter(({ terminalId }) => !holders(one.keyId).has(terminalId))
          .map((to) => ({ keyId: one.keyId, to, isOurs: isResponsible(self, one, to, active, holders) })),
      ),
  };
}

function newestFirst(a: Rotation, b: Rotation): number {
  return b.hlc - a.hlc || (a.origin < b.origin ? 1 : -1);
}

/** Who has a key: who made it, for whom it was wrapped, and who was given it when it joined. */
function holdersOf(terminals: readonly TerminalState[], rotations: readonly Rotation[]) {
  const byKey = new Map<string, Set<string>>();
  const add = (keyId: string, terminalId: string) => {
    byKey.set(keyId, (byKey.get(keyId) ?? new Set()).add(terminalId));
  };
  for (const { keyId, holders } of rotations) for (const terminalId of holders) add(keyId, terminalId);
  for (const { keyIds, terminalId } of terminals) for (const keyId of keyIds) add(keyId, terminalId);
  return (keyId: string): ReadonlySet<string> => byKey.get(keyId) ?? new Set();
}

/**
 * A member lacks the key where a rotation and an enrolment did not know of each other. Who made the key or enrolled
 * the member hands it on; where neither is there any more, everybody who has it.
 */
function isResponsible(
  self: string,
  { keyId, madeBy }: Rotation,
  member: TerminalState,
  active: readonly TerminalState[],
  holders: (keyId: string) => ReadonlySet<string>,
): boolean {
  const responsible = active
    .map((one) => one.terminalId)
    .filter((id) => (id === madeBy || id === member.enrolledBy) && holders(keyId).has(id));
  return responsible.length === 0 || responsible.includes(self);
}
