import { ErrorState, Skeleton } from '@apotheca/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '../text/t.ts';
import { problemOf, splitMessage } from './problem.ts';

/** The answer of a query, or the state it is in. An answer that is here already stays while it is asked for again. */
export function QueryView<T>(props: {
  readonly query: UseQueryResult<T, unknown>;
  readonly children: (data: T) => ReactNode;
  readonly skeleton?: ReactNode;
}) {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (query.isPending) return props.skeleton ?? <Skeleton lines={6} />;
  const problem = problemOf(query.error);
  const texts =
    problem.kind === 'refusal'
      ? splitMessage(problem.message)
      : problem.kind === 'no-answer'
        ? { what: t('refusal.noAnswer'), next: '' }
        : { what: t('refusal.fault'), next: t('refusal.fault.next') };
  return (
    <ErrorState title={texts.what} onRetry={() => void query.refetch()}>
      {texts.next}
    </ErrorState>
  );
}
