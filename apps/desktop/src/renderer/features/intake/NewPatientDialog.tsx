import { Button, Checkbox, DateField, Dialog, RadioGroup, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { fullName, patientLine } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { emptyPatient, type NewPatientForm, nameFromText, newPatientInput } from './new-patient.ts';

const sexes = ['female', 'male', 'other', 'unknown'] as const;

export interface NewPatientDialogProps {
  readonly text: string;
  readonly onClose: () => void;
  readonly onChosen: (id: string, name: string) => void;
}

interface DuplicateRow {
  readonly patientId: string;
  readonly row: { readonly name: { given: string; family: string }; readonly birthDate: string; readonly sex: string };
}

/** Adds a patient from within another task. A likely duplicate is offered instead, in the same place. */
export function NewPatientDialog({ text, onClose, onChosen }: NewPatientDialogProps) {
  const { today, dateOrder, profile } = useStore();
  const [start] = useState(() => ({ ...emptyPatient, ...nameFromText(text), state: profile?.address.state ?? '' }));
  const draft = useDraft(`new-patient/${text.trim().toLowerCase()}`, start);
  const { value: form, change } = draft;
  const create = useCommand(client.patients.create, (patient) => {
    draft.clear();
    onChosen(patient.id, fullName(patient.name));
  });
  const { problem } = create;
  const duplicates =
    problem?.kind === 'refusal' && problem.code === 'likely-duplicate'
      ? ((problem.data.duplicates ?? []) as readonly DuplicateRow[])
      : [];
  const submit = (isOther = false) => void create.run(newPatientInput(form, isOther));

  const field = (
    name: keyof NewPatientForm & string,
    label: string,
    more: { isOptional?: boolean; autoFocus?: boolean } = {},
  ) => (
    <TextField
      label={label}
      value={String(form[name])}
      onChange={(value) => change({ [name]: value })}
      error={fieldProblem(problem, name === 'family' || name === 'given' ? `name.${name}` : name)}
      {...more}
    />
  );

  return (
    <Dialog
      title={t('patientNew.title')}
      isOpen
      onClose={onClose}
      size="wide"
      footer={
        <Button
          tone="go"
          keys="Ctrl+Enter"
          isDisabled={form.birthDate === '' || (form.family === '' && form.given === '')}
          isBusy={create.isBusy}
          onPress={() => submit()}
        >
          {t('patientNew.go')}
        </Button>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {field('family', t('patientNew.family'), { autoFocus: form.family === '' })}
        {field('given', t('patientNew.given'), { autoFocus: form.family !== '' && form.given === '' })}
        <DateField
          label={t('patientNew.birthDate')}
          value={form.birthDate}
          onChange={(birthDate) => change({ birthDate })}
          today={today}
          order={dateOrder}
          pastOnly
          error={fieldProblem(problem, 'birthDate')}
          autoFocus={form.family !== '' && form.given !== ''}
        />
        <RadioGroup
          label={t('patientNew.sex')}
          options={sexes.map((value) => ({ value, label: t(`patientNew.sex.${value}`) }))}
          value={form.sex}
          onChange={(sex) => change({ sex })}
        />
        {field('phone', t('patientNew.phone'), { isOptional: true })}
        <div className="self-end pb-1.5">
          <Checkbox isSelected={form.smsConsent} onChange={(smsConsent) => change({ smsConsent })}>
            {t('patientNew.sms')}
          </Checkbox>
        </div>
        {field('line1', t('patientNew.line1'), { isOptional: true })}
        <div className="grid grid-cols-[2fr_1fr_1.2fr] gap-3">
          {field('city', t('patientNew.city'), { isOptional: true })}
          {field('state', t('patientNew.state'))}
          {field('postalCode', t('patientNew.postalCode'))}
        </div>
        <TextField
          label={t('patientNew.allergies')}
          hint={t('patientNew.allergies.hint')}
          value={form.allergies}
          onChange={(allergies) => change({ allergies })}
        />
        <div className="pt-6">
          <Checkbox
            isSelected={form.noKnownAllergies && form.allergies.trim() === ''}
            isDisabled={form.allergies.trim() !== ''}
            onChange={(noKnownAllergies) => change({ noKnownAllergies })}
          >
            {t('patientNew.nka')}
          </Checkbox>
        </div>
      </div>
      <ProblemNotice problem={problem} onRetry={() => submit()}>
        {duplicates.length > 0 ? (
          <div className="grid gap-1.5">
            {duplicates.map(({ patientId, row }) => (
              <div key={patientId} className="flex flex-wrap items-center gap-3">
                <span>
                  <b>{fullName(row.name)}</b> <span className="muted">{patientLine(row, today)}</span>
                </span>
                <Button size="small" onPress={() => onChosen(patientId, fullName(row.name))}>
                  {t('patientNew.use')}
                </Button>
              </div>
            ))}
            <div>
              <Button size="small" onPress={() => submit(true)}>
                {t('patientNew.different')}
              </Button>
            </div>
          </div>
        ) : null}
      </ProblemNotice>
    </Dialog>
  );
}
