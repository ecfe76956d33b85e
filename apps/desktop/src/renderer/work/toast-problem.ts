import { showToast } from '@apotheca/ui';
import { t } from '../text/t.ts';
import { type Problem, splitMessage } from './problem.ts';

/** For actions without a form of their own, such as a key in a list: the refusal as a lasting message. */
export function toastProblem(problem: Problem): void {
  if (problem.kind === 'refusal') {
    const { what, next } = splitMessage(problem.message);
    const cites = problem.citations.map((one) => [one.message, one.cite].filter(Boolean).join(' ')).join(' · ');
    showToast({ tone: 'late', text: what, detail: [cites, next].filter(Boolean).join(' ') });
  } else if (problem.kind === 'no-answer') {
    showToast({ tone: 'warn', text: t('refusal.noAnswer'), detail: t('refusal.noAnswer.next') });
  } else {
    showToast({ tone: 'late', text: t('refusal.fault'), detail: t('refusal.fault.next') });
  }
}
