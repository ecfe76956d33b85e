import { Button, TextField } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { useLater } from '../../work/use-later.ts';
import type { IntakeForm } from './intake-form.ts';

/** Directions as typed, read back in plain words, and the days they last. */
export function useSig(form: IntakeForm) {
  const input = useLater(
    JSON.stringify({
      sig: form.sig.trim(),
      ndc: form.drugKey ?? undefined,
      quantity: form.quantityMilli ? form.quantityMilli / 1000 : undefined,
      daysSupply: form.daysSupply && form.daysSupply > 0 ? form.daysSupply : undefined,
    }),
    140,
  );
  const { data } = useQuery({
    ...api.prescriptions.expandSig.queryOptions({ input: JSON.parse(input) }),
    enabled: form.sig.trim() !== '',
    placeholderData: (before) => before,
  });
  return form.sig.trim() === '' ? undefined : data;
}

export type SigReading = NonNullable<ReturnType<typeof useSig>>;

/** Fills the days from the directions until a person has typed them. */
export function useComputedDays(
  form: IntakeForm,
  reading: SigReading | undefined,
  change: (part: Partial<IntakeForm>) => void,
) {
  const days = reading?.daysSupply?.days ?? null;
  const { hasTypedDays, daysSupply } = form;
  useEffect(() => {
    if (!hasTypedDays && days !== null && days !== daysSupply) change({ daysSupply: days });
  }, [hasTypedDays, days, daysSupply, change]);
}

export interface SigFieldProps {
  readonly sig: string;
  readonly onChange: (sig: string) => void;
  readonly reading: SigReading | undefined;
  readonly error: string | null;
}

export function SigField({ sig, onChange, reading, error }: SigFieldProps) {
  const issues = reading?.issues ?? [];
  return (
    <div className="grid gap-1.5">
      <TextField
        label={t('intake.sig')}
        value={sig}
        onChange={onChange}
        placeholder={t('intake.sig.hint')}
        maxLength={500}
        error={error}
        hint={
          reading?.english ? (
            <span className="text-ink text-[0.8125rem]" aria-live="polite">
              {reading.english}
            </span>
          ) : undefined
        }
      />
      {issues.map((issue) => (
        <div
          key={`${issue.code}-${issue.token}`}
          className={
            issue.severity === 'unsafe' ? 'field-error' : issue.severity === 'note' ? 'field-hint' : 'ink-warn text-xs'
          }
        >
          <span className="mono">{issue.token}</span> {issue.message}{' '}
          {issue.suggestion ? (
            <Button
              size="small"
              tone="quiet"
              onPress={() => onChange(sig.replace(issue.token, issue.suggestion ?? issue.token))}
            >
              {t('intake.sig.useSuggestion', { text: issue.suggestion })}
            </Button>
          ) : null}
        </div>
      ))}
      {(reading?.warnings ?? []).map((warning) => (
        <div key={warning.code} className="ink-warn text-xs">
          {warning.message} {warning.cite ? <cite className="faint not-italic">{warning.cite}</cite> : null}
        </div>
      ))}
    </div>
  );
}
