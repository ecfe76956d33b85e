import { SearchField } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { fullName, patientLine } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import { NewPatientDialog } from './NewPatientDialog.tsx';

export interface PatientFieldProps {
  readonly text: string;
  readonly patientId: string | null;
  readonly onChange: (patientId: string | null, text: string) => void;
  readonly error: string | null;
  readonly autoFocus?: boolean;
}

/** Search a patient while typing; who is not there is added without leaving the form. */
export function PatientField({ text, patientId, onChange, error, autoFocus }: PatientFieldProps) {
  const { today } = useStore();
  const [isAdding, setAdding] = useState(false);
  const q = useLater(text.trim(), 90);
  const search = useQuery({
    ...api.patients.list.queryOptions({ input: { q, limit: 20 } }),
    enabled: q.length >= 2 && patientId === null,
    placeholderData: (before) => before,
  });
  return (
    <>
      <SearchField
        label={t('intake.patient')}
        placeholder={t('intake.patient.placeholder')}
        query={text}
        onQuery={(query) => onChange(null, query)}
        items={patientId === null ? (search.data?.items ?? []) : []}
        itemKey={(patient) => patient.id}
        isLoading={search.isFetching || q !== text.trim()}
        lettersMin={2}
        renderItem={(patient) => (
          <>
            <span className="min-w-0 flex-1 truncate">{fullName(patient.name)}</span>
            <span className="faint">
              {[patientLine(patient, today), patient.phone, patient.city].filter(Boolean).join(' · ')}
            </span>
          </>
        )}
        onPick={(patient) => onChange(patient.id, fullName(patient.name))}
        extra={{ label: t('intake.patient.add'), onPick: () => setAdding(true) }}
        error={error}
        autoFocus={autoFocus}
      />
      {isAdding ? (
        <NewPatientDialog
          text={text}
          onClose={() => setAdding(false)}
          onChosen={(id, name) => {
            setAdding(false);
            onChange(id, name);
          }}
        />
      ) : null}
    </>
  );
}
