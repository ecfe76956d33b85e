import { Button, Notice } from '@apotheca/ui';
import type { ReactNode } from 'react';
import { t } from '../text/t.ts';
import { type Problem, splitMessage } from './problem.ts';

export interface ProblemNoticeProps {
  readonly problem: Problem | null;
  readonly onRetry?: () => void;
  /** More about it, from the refusal's data: a list of lots, a date, a button that does what is next. */
  readonly children?: ReactNode;
}

/** What was refused, why (with the citation), and what to do next: at the step it belongs to, never in a box on top. */
export function ProblemNotice({ problem, onRetry, children }: ProblemNoticeProps) {
  if (!problem) return null;
  const { what, next } = sentences(problem);
  const citations = problem.kind === 'refusal' ? problem.citations : [];
  return (
    <Notice tone={problem.kind === 'no-answer' ? 'warn' : 'late'}>
      <div className="font-[560]">{what}</div>
      {citations.length > 0 ? (
        <ul className="mt-1 grid gap-0.5">
          {citations.map((citation) => (
            <li key={citation.message + citation.cite}>
              {citation.message} <cite className="text-ink-2 not-italic">{citation.cite}</cite>
            </li>
          ))}
        </ul>
      ) : null}
      {problem.kind === 'fields' ? (
        <ul className="mt-1 grid gap-0.5">
          {problem.fields.map((field) => (
            <li key={field.path}>
              <span className="mono">{field.path}</span> {field.message}
            </li>
          ))}
        </ul>
      ) : null}
      {next ? <div className="text-ink-2 mt-0.5">{next}</div> : null}
      {children ? <div className="mt-1.5">{children}</div> : null}
      {onRetry && problem.kind !== 'refusal' ? (
        <div className="mt-1.5">
          <Button size="small" onPress={onRetry}>
            {t('refusal.retry')}
          </Button>
        </div>
      ) : null}
    </Notice>
  );
}

function sentences(problem: Problem): { what: string; next: string } {
  switch (problem.kind) {
    case 'refusal':
      return splitMessage(problem.message);
    case 'fields':
      return { what: t('refusal.fields'), next: '' };
    case 'no-answer':
      return { what: t('refusal.noAnswer'), next: t('refusal.noAnswer.next') };
    case 'fault':
      return { what: t('refusal.fault'), next: t('refusal.fault.next') };
  }
}
