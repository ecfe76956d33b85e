import { canonicalJson } from '../../kernel/canonical.ts';
import type { Conflict, PrescribedFields, PrescriptionState } from './model.ts';

interface Restored {
  readonly changes: Partial<PrescribedFields>;
  readonly was: Partial<PrescribedFields>;
}

/**
 * Two corrections of one field met and a person keeps the first: the value that comes back. Null when another value
 * was written since, or the prescription is closed. Part of the fold, so that of two decisions only the first acts.
 */
export function restoring(
  state: PrescriptionState,
  decision: { readonly conflictId: string; readonly keep: string },
): Restored | null {
  if (decision.keep !== 'first' || state.stage === 'cancelled' || state.stage === 'transferred') return null;
  const conflict = state.conflicts.find((one) => one.conflictId === decision.conflictId && one.resolved === null);
  if (conflict?.kind !== 'changed-twice') return null;
  const [first, second] = conflict.sides.map((side) => wantedIn(side.detail));
  if (!first || !second || canonicalJson(state[first.field] ?? null) !== canonicalJson(second.value)) return null;
  return { changes: { [first.field]: first.value }, was: { [first.field]: second.value } };
}

/** `field: value`, as a side of two corrections says it. */
export function wantedIn(detail: Conflict['sides'][number]['detail']): {
  readonly field: keyof PrescribedFields;
  readonly value: unknown;
} | null {
  const match = /^(\w+): (.*)$/s.exec(detail ?? '');
  if (!match) return null;
  try {
    return { field: match[1] as keyof PrescribedFields, value: JSON.parse(match[2] ?? '') };
  } catch {
    return null;
  }
}
