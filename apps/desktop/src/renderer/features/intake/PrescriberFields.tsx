import { SearchField, TextField } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client.ts';
import { t, type WordKey } from '../../text/t.ts';
import { fieldProblem, type Problem } from '../../work/problem.ts';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import type { IntakeForm } from './intake-form.ts';

type Prescriber = IntakeForm['prescriber'];
const numbers = ['npi', 'dea', 'phone', 'state'] as const;
const numbersOfIndia = ['phone', 'state'] as const;

export interface PrescriberFieldsProps {
  readonly value: Prescriber;
  readonly onChange: (value: Prescriber) => void;
  readonly problem: Problem | null;
}

/** Prescribers that wrote for this store before are found by name, with their numbers; a new one is just typed. */
export function PrescriberFields({ value, onChange, problem }: PrescriberFieldsProps) {
  const { isIndia } = useStore();
  const q = useLater(value.name.trim(), 90);
  const search = useQuery({
    ...api.prescriptions.prescribers.queryOptions({ input: { q, limit: 8 } }),
    enabled: q.length >= 2,
    placeholderData: (before) => before,
  });
  const items = (search.data?.items ?? []).filter((item) => item.name !== value.name);
  return (
    <div className="grid gap-3">
      <SearchField
        label={t('intake.prescriber')}
        placeholder={t('intake.prescriber.placeholder')}
        query={value.name}
        onQuery={(name) => onChange({ ...value, name })}
        items={items}
        itemKey={(item) => `${item.name}|${item.npi ?? ''}`}
        lettersMin={2}
        isLoading={search.isFetching || q !== value.name.trim()}
        renderItem={(item) => (
          <>
            <span className="min-w-0 flex-1 truncate">{item.name}</span>
            <span className="mono faint">{[item.npi, item.dea].filter(Boolean).join(' · ')}</span>
            <span className="faint">{t('intake.prescriber.used', { count: item.used })}</span>
          </>
        )}
        onPick={({ name, npi, dea, state, phone }) =>
          onChange({ name, npi: npi ?? '', dea: dea ?? '', state: state ?? '', phone: phone ?? '' })
        }
        error={fieldProblem(problem, 'prescriber.name') ?? missing(problem)}
      />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[1.2fr_1fr_1.3fr_0.6fr]">
        {(isIndia ? numbersOfIndia : numbers).map((name) => (
          <TextField
            key={name}
            label={t(`intake.prescriber.${name}` as WordKey & `intake.prescriber.${string}`)}
            isMono
            value={value[name]}
            onChange={(text) => onChange({ ...value, [name]: text })}
            error={fieldProblem(problem, `prescriber.${name}`) ?? fieldProblem(problem, name)}
          />
        ))}
      </div>
    </div>
  );
}

function missing(problem: Problem | null): string | null {
  const isMissing = problem?.kind === 'refusal' && problem.code === 'fields-missing';
  return isMissing ? fieldProblem(problem, 'prescriber') : null;
}
