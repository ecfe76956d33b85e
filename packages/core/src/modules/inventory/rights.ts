import { ok, type RefusalOf, type Result, refuse } from '../../kernel/refusal.ts';
import type { LotState } from './model.ts';
import type { rightsRefusals } from './refusals.ts';

/**
 * Escrow of a controlled lot, a bounded counter (Balegas and others, "Extending Eventually Consistent Cloud Databases
 * for Enforcing Numeric Invariants", SRDS 2015): each incarnation of a terminal holds rights to a part of the lot,
 * and takes from it only what its rights cover. What an incarnation receives are its rights, what it takes uses them
 * up, and it passes them on by events of its own. The rights of all add up to what is on hand, so however the
 * terminals are cut off from each other, the lot cannot be oversold.
 */
export type Rights = Readonly<Record<string, number>>;

/** Rights of one incarnation, in thousandths. */
export function rightsOf(lot: Pick<LotState, 'rights'>, origin: string): number {
  return lot.rights[origin] ?? 0;
}

export function withRights(rights: Rights, origin: string, deltaMilli: number): Rights {
  if (deltaMilli === 0) return rights;
  const left = (rights[origin] ?? 0) + deltaMilli;
  if (left !== 0) return { ...rights, [origin]: left };
  return Object.fromEntries(Object.entries(rights).filter(([holder]) => holder !== origin));
}

export function passed(rights: Rights, from: string, to: string, quantityMilli: number): Rights {
  return withRights(withRights(rights, from, -quantityMilli), to, quantityMilli);
}

/**
 * Rights that hold whatever the others do. Rights below zero are left from a time when a terminal did not know that the
 * lot is controlled: until a holder makes them up, everybody counts them against their own.
 */
export function coveredMilli(lot: Pick<LotState, 'rights'>, origin: string): number {
  const owed = Object.entries(lot.rights).reduce(
    (sum, [holder, milli]) => (holder === origin ? sum : sum + Math.max(0, -milli)),
    0,
  );
  return rightsOf(lot, origin) - owed;
}

/** What may be taken here and now: of a controlled lot only what this incarnation has rights to. */
export function spendableMilli(lot: LotState, origin: string, isControlled: boolean): number {
  return isControlled ? Math.min(lot.onHandMilli, coveredMilli(lot, origin)) : lot.onHandMilli;
}

/** What a holder passes to incarnations whose rights are below zero, so that they are not owed any more. */
export function decideMakeUp(lot: Pick<LotState, 'rights'>, from: string): { to: string; quantityMilli: number }[] {
  let left = rightsOf(lot, from);
  return Object.entries(lot.rights)
    .filter(([, milli]) => milli < 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([to, milli]) => {
      const quantityMilli = Math.min(Math.max(0, left), -milli);
      left -= quantityMilli;
      return quantityMilli > 0 ? [{ to, quantityMilli }] : [];
    });
}

/** How much of a wish is passed on: all that can be spared, but never more than is held. */
export function decidePass(
  lot: LotState,
  wish: { from: string; to: string; quantityMilli: number; neededHereMilli: number },
): number {
  const { from, to, quantityMilli, neededHereMilli } = wish;
  if (from === to || quantityMilli <= 0) return 0;
  const spare = coveredMilli(lot, from) - neededHereMilli;
  return Math.max(0, Math.min(quantityMilli, spare));
}

export type Stranding = 'revoked' | 'superseded';

export interface ReclaimFacts {
  readonly from: string;
  /** Why the incarnation will write no more; null while it still may. */
  readonly stranding: Stranding | null;
  /** Only the holder of the lease decides, so that no two terminals return the same rights. */
  readonly isLeader: boolean;
  /**
   * Terminals that are neither linked with all they have here, nor put out. An earlier leader among them may have
   * returned the same rights, or the lost terminal may have passed some on.
   */
  readonly missing: readonly string[];
  readonly countedBy: string;
  readonly witnessedBy: string;
  /** All that lies on the shelf of this lot, counted by two people. */
  readonly countedMilli: number;
}

export interface Reclaim {
  /** Rights that come back. */
  readonly quantityMilli: number;
  /** Booked and not found: stays with the stranded incarnation until its late entries or a loss report explain it. */
  readonly unaccountedMilli: number;
}

/**
 * Rights of an incarnation that is gone. The shelf tells how much of them is left: what was counted, less the rights
 * of everybody else. The rest was dispensed by the lost terminal without telling anyone, or is missing.
 */
export function decideReclaim(
  lot: LotState,
  facts: ReclaimFacts,
): Result<
  Reclaim,
  RefusalOf<
    Pick<typeof rightsRefusals, 'rights-not-stranded' | 'not-the-leader' | 'terminals-missing' | 'witness-required'>
  >
> {
  const strandedMilli = rightsOf(lot, facts.from);
  if (facts.stranding === null || strandedMilli <= 0) return refuse('rights-not-stranded', { origin: facts.from });
  if (!facts.isLeader) return refuse('not-the-leader');
  if (facts.missing.length > 0) return refuse('terminals-missing', { terminalIds: [...facts.missing] });
  if (facts.countedBy === facts.witnessedBy) return refuse('witness-required');
  const others = Object.entries(lot.rights).filter(([holder]) => holder !== facts.from);
  const heldByOthersMilli = others.reduce((sum, [, milli]) => sum + Math.max(0, milli), 0);
  const quantityMilli = Math.max(0, Math.min(strandedMilli, facts.countedMilli - heldByOthersMilli));
  return ok({ quantityMilli, unaccountedMilli: strandedMilli - quantityMilli });
}
