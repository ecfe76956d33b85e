/** Where a bag waits. A place of the open list for most, a cold one, or a locked one. */
export type BinKind = 'open' | 'refrigerated' | 'locked';

export interface BinPlan {
  readonly bins: Readonly<Record<BinKind, readonly string[]>>;
  /** Bags that wait now, with whose they are. */
  readonly waiting: readonly { readonly bin: string; readonly patientId: string | null }[];
}

export interface AssignedBin {
  readonly bin: string;
  /** Someone else's bag is there too: the clerk must look at the name. */
  readonly isShared: boolean;
}

/** Schedule II is locked even when it must be cool: the safe comes first. Rule DSP-52. */
export function binKindOf(facts: { isScheduleTwo: boolean; isRefrigerated: boolean }): BinKind {
  if (facts.isScheduleTwo) return 'locked';
  return facts.isRefrigerated ? 'refrigerated' : 'open';
}

/**
 * The bag goes where the same patient's bag waits, else to the first free place, else to the least used one: a full
 * list never stops a verification.
 */
export function assignBin(plan: BinPlan, wanted: { kind: BinKind; patientId: string | null }): AssignedBin | null {
  const places = plan.bins[wanted.kind];
  const taken = (bin: string) => plan.waiting.filter((bag) => bag.bin === bin);
  const own = places.find((bin) =>
    taken(bin).some((bag) => bag.patientId !== null && bag.patientId === wanted.patientId),
  );
  const free = places.find((bin) => taken(bin).length === 0);
  const least = [...places].sort((a, b) => taken(a).length - taken(b).length)[0];
  const bin = own ?? free ?? least;
  if (bin === undefined) return null;
  return { bin, isShared: taken(bin).some((bag) => bag.patientId === null || bag.patientId !== wanted.patientId) };
}
