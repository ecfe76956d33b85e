import { useRef, useState } from 'react';
import type { CallContext } from '../link/resilient-link.ts';
import { ActionKey } from './action-key.ts';
import { type Problem, problemOf } from './problem.ts';

type Call<I, O> = (input: I, options: { context: CallContext }) => Promise<O>;

export interface Command<I, O> {
  /** The answer, or undefined when it was refused: then `problem` says why. Never throws. */
  run(input: I): Promise<O | undefined>;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  clear(): void;
}

/**
 * One action of the user as one command with one idempotency key. A second press while the first is under way does
 * nothing; a press after a lost answer repeats the same action.
 */
export function useCommand<I, O>(
  call: Call<I, O>,
  onDone?: (output: O, input: I) => void,
  onProblem?: (problem: Problem) => void,
): Command<I, O> {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const underWay = useRef(false);
  const [key] = useState(() => new ActionKey(() => crypto.randomUUID()));

  async function run(input: I): Promise<O | undefined> {
    if (underWay.current) return undefined;
    underWay.current = true;
    setBusy(true);
    setProblem(null);
    try {
      const output = await call(input, { context: { idempotencyKey: key.keyFor(input) } });
      key.settle();
      onDone?.(output, input);
      return output;
    } catch (error) {
      const found = problemOf(error);
      if (found.kind !== 'no-answer') key.settle();
      setProblem(found);
      onProblem?.(found);
      return undefined;
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  }

  return { run, isBusy, problem, clear: () => setProblem(null) };
}
