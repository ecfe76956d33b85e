import { Button, Checkbox, DateField, Dialog, Notice, Select, TextField } from '@apotheca/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { Duplicate, Patient } from './types.ts';

const sexes = ['female', 'male', 'other', 'unknown'] as const;

function formOf(patient: Patient | null, start: string) {
  const phone = patient?.phones[0];
  return {
    given: patient?.name.given ?? '',
    family: patient?.name.family ?? (/^[^\d]+$/.test(start) ? start.trim() : ''),
    birthDate: patient?.birthDate ?? '',
    sex: patient?.sex ?? ('unknown' as (typeof sexes)[number]),
    phone: phone?.number ?? '',
    smsConsent: phone?.smsConsent ?? false,
    line1: patient?.address?.line1 ?? '',
    city: patient?.address?.city ?? '',
    state: patient?.address?.state ?? '',
    postalCode: patient?.address?.postalCode ?? '',
    language: patient?.language ?? 'en',
    noKnownAllergies: patient?.noKnownAllergies ?? false,
    easyOpenCaps: patient?.easyOpenCaps ?? false,
    pregnant: patient?.pregnant ?? null,
    lactating: patient?.lactating ?? null,
  };
}

/** Adds a patient or changes one. A likely duplicate stops the first save and is shown beside the form. */
export function PatientForm(props: {
  patient: Patient | null;
  start: string;
  onClose: () => void;
  onSaved: (patient: Patient) => void;
}) {
  const { patient, onClose, onSaved } = props;
  const store = useStore();
  const queries = useQueryClient();
  const [initial] = useState(() => formOf(patient, props.start));
  const { value: form, change, clear } = useDraft(`patient.${patient?.id ?? 'new'}`, initial);
  const done = (saved: Patient) => {
    clear();
    void queries.invalidateQueries({ queryKey: api.patients.key() });
    onSaved(saved);
  };
  const create = useCommand(client.patients.create, done);
  const update = useCommand(client.patients.update, done);
  const problem = create.problem ?? update.problem;
  const error = (field: string) => fieldProblem(problem, field);

  function submit(confirmNotDuplicate = false) {
    const { given, family, birthDate, sex, language, noKnownAllergies, easyOpenCaps, pregnant, lactating } = form;
    const [, ...otherPhones] = patient?.phones ?? [];
    const first = form.phone.trim()
      ? [
          {
            number: form.phone.trim(),
            kind: patient?.phones[0]?.kind ?? ('mobile' as const),
            smsConsent: form.smsConsent,
          },
        ]
      : [];
    const hasAddress = [form.line1, form.city, form.state, form.postalCode].some((part) => part.trim() !== '');
    const fields = {
      name: { given, family, ...(patient?.name.preferred ? { preferred: patient.name.preferred } : {}) },
      birthDate,
      sex,
      language,
      noKnownAllergies,
      easyOpenCaps,
      pregnant,
      lactating,
      phones: [...first, ...otherPhones.map(({ digits: _digits, ...rest }) => rest)],
      address: hasAddress
        ? { line1: form.line1, city: form.city, state: form.state, postalCode: form.postalCode }
        : null,
    };
    if (patient) void update.run({ id: patient.id, expectedVersion: patient.version, ...fields });
    else void create.run({ ...fields, confirmNotDuplicate });
  }

  return (
    <Dialog
      isOpen
      isFirm
      size="wide"
      title={patient ? t('patient.edit') : t('patients.add')}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            tone="go"
            keys="Ctrl+Enter"
            keyOptions={{ whileTyping: true }}
            isBusy={create.isBusy || update.isBusy}
            onPress={() => submit()}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <div className="grid grid-cols-[1fr_1fr_9rem_9rem] gap-3">
          <TextField
            autoFocus
            label={t('patient.family')}
            value={form.family}
            onChange={(family) => change({ family })}
            error={error('name')}
          />
          <TextField label={t('patient.given')} value={form.given} onChange={(given) => change({ given })} />
          <DateField
            label={t('patients.birth')}
            today={store.today}
            pastOnly
            order={store.dateOrder}
            value={form.birthDate}
            onChange={(birthDate) => change({ birthDate })}
            error={error('birthDate')}
          />
          <Select
            label={t('patients.sex')}
            value={form.sex}
            onChange={(sex) => change({ sex })}
            options={sexes.map((value) => ({ value, label: t(`patient.sex.${value}`) }))}
          />
        </div>
        <div className="grid grid-cols-[1fr_1.6fr_1fr_5rem_7rem] gap-3">
          <TextField
            isOptional
            isMono
            type="tel"
            label={t('patients.phone')}
            value={form.phone}
            onChange={(phone) => change({ phone })}
            error={error('phones')}
          />
          <TextField
            isOptional
            label={t('patient.line1')}
            value={form.line1}
            onChange={(line1) => change({ line1 })}
            error={error('address.line1')}
          />
          <TextField isOptional label={t('patient.city')} value={form.city} onChange={(city) => change({ city })} />
          <TextField isOptional label={t('patient.state')} value={form.state} onChange={(state) => change({ state })} />
          <TextField
            isOptional
            isMono
            label={t('patient.postal')}
            value={form.postalCode}
            onChange={(postalCode) => change({ postalCode })}
          />
        </div>
        <div className="flex flex-wrap gap-5">
          <Checkbox isSelected={form.noKnownAllergies} onChange={(noKnownAllergies) => change({ noKnownAllergies })}>
            {t('patient.nka')}
          </Checkbox>
          <Checkbox isSelected={form.smsConsent} onChange={(smsConsent) => change({ smsConsent })}>
            {t('patient.sms')}
          </Checkbox>
          <Checkbox isSelected={form.easyOpenCaps} onChange={(easyOpenCaps) => change({ easyOpenCaps })}>
            {t('patient.easyOpen')}
          </Checkbox>
          <Checkbox isSelected={form.pregnant ?? false} onChange={(pregnant) => change({ pregnant })}>
            {t('patient.pregnant')}
          </Checkbox>
          <Checkbox isSelected={form.lactating ?? false} onChange={(lactating) => change({ lactating })}>
            {t('patient.lactating')}
          </Checkbox>
        </div>
        <ProblemNotice problem={problem}>
          <Duplicates data={problem?.kind === 'refusal' ? problem.data : null} onConfirm={() => submit(true)} />
        </ProblemNotice>
      </div>
    </Dialog>
  );
}

function Duplicates({ data, onConfirm }: { data: Readonly<Record<string, unknown>> | null; onConfirm: () => void }) {
  const navigate = useNavigate();
  const store = useStore();
  if (!data || !Array.isArray(data.duplicates)) return null;
  const found = data.duplicates as readonly Duplicate[];
  return (
    <Notice>
      <ul className="grid gap-1.5">
        {found.map((duplicate) => (
          <li key={duplicate.patientId} className="flex items-baseline gap-3">
            <span className="flex-1">
              <b>{duplicate.row.name.family}</b>, {duplicate.row.name.given} · {store.date(duplicate.row.birthDate)} ·{' '}
              {duplicate.row.phone ?? ''}
            </span>
            <Button size="small" onPress={() => void navigate(`/patients/${duplicate.patientId}`)}>
              {t('patients.open')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="mt-2">
        <Button size="small" tone="no" keys="Alt+D" keyOptions={{ whileTyping: true }} onPress={onConfirm}>
          {t('patient.duplicates.confirm')}
        </Button>
      </div>
    </Notice>
  );
}
