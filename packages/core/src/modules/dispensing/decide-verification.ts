import type { RefusalOf, Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import { type FillState, openFill, type PrescriptionState } from '../prescriptions/model.ts';
import type { fillStateRefusals, verifyRefusals } from './refusals.ts';

export type VerifyRefusal = RefusalOf<typeof verifyRefusals>;
export type FillStateRefusal = RefusalOf<typeof fillStateRefusals>;

/** `shown` is null when no code was given, else whether it was right. */
export interface VerifyCommand {
  readonly approved: boolean;
  readonly reason: string | undefined;
  readonly secondFactor: boolean | null;
  readonly isControlled: boolean;
}

/** May this fill be released or sent back now? Rules DSP-40 to DSP-46. */
export function decideVerification(
  state: PrescriptionState,
  fillId: string,
  command: VerifyCommand,
): Result<FillState, VerifyRefusal> {
  const fill = fillAt(state, fillId, 'made', ['verification']);
  if (!fill.ok) return fill;
  if (!command.approved) return command.reason ? fill : refuse('reason-required');
  if (command.secondFactor === false) return refuse('second-factor-invalid');
  if (command.isControlled && command.secondFactor === null) return refuse('second-factor-required');
  return fill;
}

/** The fill in progress at one of these stages with this status, or why not. */
export function fillAt(
  state: PrescriptionState,
  fillId: string,
  status: FillState['status'],
  stages: readonly PrescriptionState['stage'][],
): Result<FillState, FillStateRefusal> {
  const fill = state.fills.find((candidate) => candidate.fillId === fillId);
  const isOpen = openFill(state)?.fillId === fillId;
  if (fill?.status === status && isOpen && stages.includes(state.stage)) return ok(fill);
  return refuse('fill-not-waiting', { status: fill?.status ?? 'unknown', stage: state.stage });
}
