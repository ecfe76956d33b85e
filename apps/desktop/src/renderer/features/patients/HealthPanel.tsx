import { Button, Card, NumberField, Select, Tag, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { EndEntry } from './EndEntry.tsx';
import type { Patient } from './types.ts';

interface PanelProps {
  readonly patient: Patient;
  readonly onChanged: () => void;
}
const severities = ['unknown', 'mild', 'moderate', 'severe'] as const;
const kinds = ['allergy', 'intolerance'] as const;

/** Allergies, conditions and measurements: each added in one line. */
export function HealthPanel(props: PanelProps) {
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Allergies {...props} />
      <div className="grid gap-3">
        <Conditions {...props} />
        <Weight {...props} />
      </div>
    </div>
  );
}

function Allergies({ patient, onChanged }: PanelProps) {
  const may = usePermission();
  const [substance, setSubstance] = useState('');
  const [reaction, setReaction] = useState('');
  const [severity, setSeverity] = useState<(typeof severities)[number]>('unknown');
  const [kind, setKind] = useState<(typeof kinds)[number]>('allergy');
  const add = useCommand(client.patients.addAllergy, () => {
    setSubstance('');
    setReaction('');
    onChanged();
  });
  const submit = () => {
    if (substance.trim())
      void add.run({
        id: patient.id,
        substance: substance.trim(),
        severity,
        kind,
        ...(reaction.trim() ? { reaction: reaction.trim() } : {}),
      });
  };
  const current = patient.allergies.filter((entry) => !entry.ended);
  return (
    <Card title={t('patient.allergies')}>
      <ul className="mt-2 grid gap-1.5">
        {current.length === 0 ? (
          <li className="text-ink-2">
            {t(patient.noKnownAllergies ? 'patient.allergies.none' : 'patient.allergies.unasked')}
          </li>
        ) : null}
        {current.map((entry) => (
          <li key={entry.id} className="flex items-baseline gap-2">
            <Tag tone={entry.kind === 'allergy' ? 'late' : 'plain'}>{t(`patient.kind.${entry.kind}`)}</Tag>
            <span className="flex-1">
              <b>{entry.substance}</b>{' '}
              {[entry.reaction, t(`patient.severity.${entry.severity}`)].filter(Boolean).join(' · ')}
            </span>
            {may('patients.write') ? (
              <EndEntry
                patientId={patient.id}
                entryId={entry.id}
                what={entry.substance}
                end={client.patients.endAllergy}
                onEnded={onChanged}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may('patients.write') ? (
        <div className="mt-3 grid grid-cols-2 gap-2.5 border-t border-line pt-3">
          <TextField label={t('patient.substance')} value={substance} onChange={setSubstance} onEnter={submit} />
          <TextField
            isOptional
            label={t('patient.reaction')}
            value={reaction}
            onChange={setReaction}
            onEnter={submit}
          />
          <Select
            label={t('patient.severity')}
            value={severity}
            onChange={setSeverity}
            options={severities.map((value) => ({ value, label: t(`patient.severity.${value}`) }))}
          />
          <Select
            label={t('patient.kind')}
            value={kind}
            onChange={setKind}
            options={kinds.map((value) => ({ value, label: t(`patient.kind.${value}`) }))}
          />
          <div className="col-span-2 flex justify-end">
            <Button isBusy={add.isBusy} isDisabled={!substance.trim()} onPress={submit}>
              {t('patient.allergy.add')}
            </Button>
          </div>
          <div className="col-span-2">
            <ProblemNotice problem={add.problem} />
          </div>
        </div>
      ) : null}
    </Card>
  );
}

function Conditions({ patient, onChanged }: PanelProps) {
  const may = usePermission();
  const [text, setText] = useState('');
  const [code, setCode] = useState('');
  const add = useCommand(client.patients.addCondition, () => {
    setText('');
    setCode('');
    onChanged();
  });
  const submit = () => {
    if (text.trim())
      void add.run({ id: patient.id, condition: { text: text.trim(), ...(code.trim() ? { code: code.trim() } : {}) } });
  };
  const current = patient.conditions.filter((entry) => !entry.ended);
  return (
    <Card title={t('patient.conditions')}>
      <ul className="mt-2 grid gap-1.5">
        {current.length === 0 ? <li className="text-ink-2">{t('patient.conditions.none')}</li> : null}
        {current.map((entry) => (
          <li key={entry.id} className="flex items-baseline gap-2">
            <span className="flex-1">
              {entry.text} <span className="mono faint">{entry.code}</span>
            </span>
            {may('patients.write') ? (
              <EndEntry
                patientId={patient.id}
                entryId={entry.id}
                what={entry.text}
                end={client.patients.endCondition}
                onEnded={onChanged}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may('patients.write') ? (
        <div className="mt-3 grid grid-cols-[1fr_7rem_auto] items-end gap-2.5 border-t border-line pt-3">
          <TextField label={t('patient.condition')} value={text} onChange={setText} onEnter={submit} />
          <TextField
            isOptional
            isMono
            label={t('patient.condition.code')}
            value={code}
            onChange={setCode}
            onEnter={submit}
          />
          <Button isBusy={add.isBusy} isDisabled={!text.trim()} onPress={submit}>
            {t('patient.condition.add')}
          </Button>
          <div className="col-span-3">
            <ProblemNotice problem={add.problem} />
          </div>
        </div>
      ) : null}
    </Card>
  );
}

function Weight({ patient, onChanged }: PanelProps) {
  const may = usePermission();
  const [kg, setKg] = useState<number | null>(null);
  const measure = useCommand(client.patients.measure, () => {
    setKg(null);
    onChanged();
  });
  const submit = () => {
    if (kg !== null) void measure.run({ id: patient.id, kind: 'weight', value: kg / 1000 });
  };
  if (!may('patients.write')) return null;
  return (
    <Card
      title={t('patient.measure')}
      side={
        patient.weightKg === null ? null : (
          <span className="faint">
            {t('patient.weight', { kg: patient.weightKg })} · {patient.weightTakenOn}
          </span>
        )
      }
    >
      <div className="mt-2 grid grid-cols-[10rem_auto] items-end gap-2.5">
        <NumberField label={t('patient.measure.kg')} scale={3} value={kg} onChange={setKg} onEnter={submit} />
        <div>
          <Button isBusy={measure.isBusy} isDisabled={kg === null} onPress={submit}>
            {t('common.save')}
          </Button>
        </div>
        <div className="col-span-2">
          <ProblemNotice problem={measure.problem} />
        </div>
      </div>
    </Card>
  );
}
