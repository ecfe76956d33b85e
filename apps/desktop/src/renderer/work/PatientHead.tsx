import { Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../client.ts';
import { t } from '../text/t.ts';
import { fullName, patientLine } from './Rx.tsx';
import { useStore } from './use-store.ts';

export interface PatientHeadProps {
  readonly patientId: string | null;
  /** What is known already, shown until the record is here. */
  readonly name?: string | null;
  readonly birthDate?: string | null;
  readonly isRow?: boolean;
}

/** Who it is for: name, age, sex, phone, and what must never be overlooked. */
export function PatientHead({ patientId, name, birthDate, isRow }: PatientHeadProps) {
  const { today } = useStore();
  const { data: patient } = useQuery({
    ...api.patients.get.queryOptions({ input: { id: patientId ?? '' } }),
    enabled: patientId !== null,
  });
  const phone = patient?.phones[0]?.number;
  const line = [patientLine(patient ?? { birthDate }, today), phone].filter(Boolean).join(' · ');
  return (
    <div className={isRow ? 'flex flex-wrap items-center gap-x-5 gap-y-1' : undefined}>
      <div>
        <div className="text-[0.9375rem] font-[600]">
          {patient ? fullName(patient.name) : (name ?? t('rx.noPatient'))}
        </div>
        <div className="muted">{line}</div>
      </div>
      {patient ? <PatientTags patient={patient} isRow={isRow} /> : null}
    </div>
  );
}

type Patient = Awaited<ReturnType<typeof import('../client.ts').client.patients.get>>;

export function PatientTags({ patient, isRow }: { patient: Patient; isRow?: boolean }) {
  const allergies = patient.allergies.filter((allergy) => !allergy.ended);
  return (
    <div className={isRow ? 'flex flex-wrap gap-1.5' : 'mt-1.5 flex flex-wrap gap-1.5'}>
      {patient.deceasedOn ? <Tag tone="late">{t('patient.deceased')}</Tag> : null}
      {allergies.map((allergy) => (
        <Tag key={allergy.id} tone={allergy.severity === 'mild' || allergy.kind === 'intolerance' ? 'warn' : 'late'}>
          {[allergy.substance, allergy.reaction].filter(Boolean).join(' · ')}
        </Tag>
      ))}
      {allergies.length === 0 ? (
        <Tag tone={patient.noKnownAllergies ? 'plain' : 'warn'}>
          {t(patient.noKnownAllergies ? 'patient.noKnownAllergies' : 'patient.allergiesUnknown')}
        </Tag>
      ) : null}
      {patient.pregnant ? <Tag tone="warn">{t('patient.pregnant')}</Tag> : null}
      {patient.weightKg ? <Tag>{t('patient.weight', { kg: patient.weightKg })}</Tag> : null}
    </div>
  );
}
