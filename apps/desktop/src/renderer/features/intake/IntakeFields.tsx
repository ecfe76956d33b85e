import { DateField, NumberField, Select, TextField } from '@apotheca/ui';
import { usePermission } from '../../session/use-session.ts';
import { t, type WordKey } from '../../text/t.ts';
import { fieldProblem, type Problem } from '../../work/problem.ts';
import { useStore } from '../../work/use-store.ts';
import { priorityOptions, promiseLabel } from '../prescriptions/PromiseDialog.tsx';
import { DrugField } from './DrugField.tsx';
import { type IntakeForm, promiseChoices, usualPromise } from './intake-form.ts';
import { PatientField } from './PatientField.tsx';
import { PrescriberFields } from './PrescriberFields.tsx';
import { SigField, useComputedDays, useSig } from './SigField.tsx';

const origins = ['written', 'phone', 'electronic', 'fax', 'transfer'] as const;
const daws = Array.from({ length: 10 }, (_, daw) => String(daw));

export interface IntakeFieldsProps {
  readonly form: IntakeForm;
  readonly change: (part: Partial<IntakeForm>) => void;
  readonly problem: Problem | null;
  readonly needsReason: boolean;
  readonly isNew: boolean;
}

/** In the order they stand on a prescription; Tab leads through, the two searches take their first finding. */
export function IntakeFields({ form, change, problem, needsReason, isNew }: IntakeFieldsProps) {
  const { today, dateOrder } = useStore();
  const may = usePermission();
  const isTransfer = isNew && form.origin === 'transfer';
  const reading = useSig(form);
  useComputedDays(form, reading, change);
  const computed = reading?.daysSupply ?? null;
  const differs = computed !== null && form.daysSupply !== null && computed.days !== form.daysSupply;
  const problemAt = (...names: string[]) => names.map((name) => fieldProblem(problem, name)).find(Boolean) ?? null;

  return (
    <div className="grid gap-2.5">
      <PatientField
        text={form.patientText}
        patientId={form.patientId}
        onChange={(patientId, patientText) => change({ patientId, patientText })}
        error={problemAt('patientId')}
        autoFocus
      />
      <DrugField
        text={form.drugText}
        drugKey={form.drugKey}
        onPick={(drug) =>
          change({ drugKey: drug.key, drugText: drug.displayName, unit: drug.unit, schedule: drug.schedule })
        }
        onText={(drugText) => change({ drugText, drugKey: null, unit: null, schedule: null })}
        error={problemAt('drug', 'drug.ndc', 'ndc')}
      />
      <SigField sig={form.sig} onChange={(sig) => change({ sig })} reading={reading} error={problemAt('sig')} />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[1fr_1fr_0.8fr_1.8fr]">
        <NumberField
          label={t('intake.quantity')}
          scale={3}
          min={1}
          value={form.quantityMilli}
          onChange={(quantityMilli) => change({ quantityMilli })}
          after={form.unit ? t(`unit.${form.unit}` as WordKey & `unit.${string}`) : undefined}
          error={problemAt('quantity')}
        />
        <NumberField
          label={t('intake.days')}
          min={1}
          max={3660}
          value={form.daysSupply}
          onChange={(daysSupply) => change({ daysSupply, hasTypedDays: daysSupply !== null })}
          error={problemAt('daysSupply')}
        />
        <NumberField
          label={t(isTransfer ? 'transferIn.refillsLeft' : 'intake.refills')}
          min={0}
          max={99}
          value={form.refills}
          onChange={(refills) => change({ refills })}
          error={problemAt('refillsAuthorized', 'refillsRemaining', 'refills')}
        />
        <Select
          label={t('intake.daw')}
          options={daws.map((value) => ({
            value,
            label: `${value} · ${t(`daw.${value}` as WordKey & `daw.${string}`)}`,
          }))}
          value={String(form.daw)}
          onChange={(daw) => change({ daw: Number(daw) })}
        />
      </div>
      {computed ? (
        <p className={differs ? 'ink-warn -mt-2 text-xs' : 'field-hint -mt-2'} aria-live="polite">
          {differs
            ? t('intake.days.differs', {
                days: t('rx.days.n', { count: computed.days }),
                calculation: computed.calculation,
              })
            : t('intake.days.computed', { calculation: computed.calculation })}
        </p>
      ) : null}
      <PrescriberFields value={form.prescriber} onChange={(prescriber) => change({ prescriber })} problem={problem} />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <DateField
          label={t('intake.written')}
          value={form.writtenOn}
          onChange={(writtenOn) => change({ writtenOn })}
          today={today}
          order={dateOrder}
          max={today}
          error={problemAt('writtenOn')}
        />
        <DateField
          label={t('intake.earliest')}
          isOptional
          value={form.earliestFillOn}
          onChange={(earliestFillOn) => change({ earliestFillOn })}
          today={today}
          order={dateOrder}
          error={problemAt('earliestFillOn')}
        />
        {isNew ? (
          <Select
            label={t('intake.origin')}
            options={origins.map((value) => ({
              value,
              label: t(`origin.${value}`),
              isDisabled: value === 'transfer' && !may('prescriptions.transfer'),
            }))}
            value={form.origin}
            onChange={(origin) => change({ origin })}
          />
        ) : null}
        {isNew ? (
          <Select
            label={t('intake.priority')}
            options={priorityOptions()}
            value={form.priority}
            onChange={(priority) => change({ priority, promise: usualPromise[priority] })}
          />
        ) : null}
        {isNew ? (
          <Select
            label={t('intake.promise')}
            options={promiseChoices.map((value) => ({ value, label: promiseText(value) }))}
            value={form.promise as (typeof promiseChoices)[number]}
            onChange={(promise) => change({ promise })}
          />
        ) : null}
        <TextField
          label={t('intake.diagnosis')}
          isOptional
          value={form.diagnosis}
          onChange={(diagnosis) => change({ diagnosis })}
          maxLength={200}
        />
      </div>
      <TextField
        label={t('intake.note')}
        isOptional
        value={form.note}
        onChange={(note) => change({ note })}
        maxLength={1000}
      />
      {needsReason ? (
        <TextField
          label={t('intake.reason')}
          value={form.reason}
          onChange={(reason) => change({ reason })}
          maxLength={200}
          error={problemAt('reason')}
        />
      ) : null}
    </div>
  );
}

function promiseText(value: (typeof promiseChoices)[number]): string {
  if (value === 'none') return t('intake.promise.none');
  return value === 'tomorrow' ? t('promise.tomorrow') : promiseLabel(Number(value));
}
