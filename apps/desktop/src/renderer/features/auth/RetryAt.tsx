import { formatTime } from '@apotheca/ui';
import { locale, t } from '../../text/t.ts';
import type { Problem } from '../../work/problem.ts';

/** When a locked-out user may try again; in the terminal's own time, as the store is not known before sign-in. */
export function RetryAt({ problem }: { problem: Problem | null }) {
  const retryAt = problem?.kind === 'refusal' ? problem.data.retryAt : undefined;
  if (typeof retryAt !== 'string') return null;
  return <span>{t('signIn.retryAt', { time: formatTime(retryAt, { locale: locale() }) })}</span>;
}
