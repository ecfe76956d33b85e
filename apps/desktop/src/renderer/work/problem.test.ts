import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { ConnectionLostError } from '../link/resilient-link.ts';
import { fieldProblem, problemOf, splitMessage } from './problem.ts';

describe('UI-80 refusals on the screen', () => {
  test('UI-80 a policy denial carries each rule with its citation', () => {
    const problem = problemOf(
      new ORPCError('policy-denied', {
        status: 403,
        message: 'A rule forbids this. See the rules named below.',
        data: { denials: [{ id: 'CS-3', cite: '21 CFR 1306.12(a)', message: 'No refills on C-II.' }] },
      }),
    );
    expect(problem).toMatchObject({
      kind: 'refusal',
      code: 'policy-denied',
      citations: [{ message: 'No refills on C-II.', cite: '21 CFR 1306.12(a)' }],
    });
  });

  test('UI-80 a refusal with one citation shows it', () => {
    const problem = problemOf(
      new ORPCError('refill-expired', { message: 'Expired.', data: { cite: '21 CFR 1306.22' } }),
    );
    expect(problem).toMatchObject({ citations: [{ message: '', cite: '21 CFR 1306.22' }] });
  });

  test('UI-80 a refusal that rests on one rule says the rule beside its citation', () => {
    const data = { rule: 'no fill or refill is left to transfer', cite: '21 CFR 1306.25' };
    const problem = problemOf(new ORPCError('transfer-not-allowed', { message: 'Not allowed.', data }));
    expect(problem).toMatchObject({ citations: [{ message: data.rule, cite: data.cite }] });
  });

  test('UI-81 wrong input belongs to its fields', () => {
    const problem = problemOf(
      new ORPCError('invalid-input', { data: { fields: [{ path: 'prescriber.npi', message: 'Ten digits.' }] } }),
    );
    expect(fieldProblem(problem, 'prescriber.npi')).toBe('Ten digits.');
    expect(fieldProblem(problem, 'prescriber')).toBe('Ten digits.');
    expect(fieldProblem(problem, 'sig')).toBeNull();
    const refusal = problemOf(
      new ORPCError('npi-invalid', { message: 'Wrong digit. Read it again.', data: { field: 'npi' } }),
    );
    expect(fieldProblem(refusal, 'npi')).toBe('Wrong digit.');
  });

  test('UI-82 no answer is told apart from a fault and from a refusal', () => {
    expect(problemOf(new ConnectionLostError())).toEqual({ kind: 'no-answer' });
    expect(problemOf(new ORPCError('INTERNAL_SERVER_ERROR'))).toEqual({
      kind: 'fault',
      message: 'INTERNAL_SERVER_ERROR',
    });
    expect(problemOf(new TypeError('x'))).toEqual({ kind: 'fault', message: 'TypeError' });
  });

  test('UI-80 the sentence is split into what is wrong and what to do next', () => {
    expect(splitMessage('It is too soon for this refill. Wait until the date named, or give the reason.')).toEqual({
      what: 'It is too soon for this refill.',
      next: 'Wait until the date named, or give the reason.',
    });
    expect(splitMessage('Only one sentence')).toEqual({ what: 'Only one sentence', next: '' });
    expect(splitMessage('Dose of 2.5 mg is too high. Lower it.').what).toBe('Dose of 2.5 mg is too high.');
  });
});
