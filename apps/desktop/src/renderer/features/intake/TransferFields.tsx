import { Card, Checkbox, DateField, NumberField, TextField } from '@apotheca/ui';
import { t, type WordKey } from '../../text/t.ts';
import { fieldProblem, type Problem } from '../../work/problem.ts';
import { useStore } from '../../work/use-store.ts';
import type { TransferForm } from './transfer-form.ts';

export interface TransferFieldsProps {
  readonly value: TransferForm;
  readonly onChange: (value: TransferForm) => void;
  readonly problem: Problem | null;
}

const texts: readonly (readonly [
  keyof TransferForm & ('pharmacyName' | 'pharmacistName' | 'address' | 'phone' | 'dea' | 'rxNumber'),
  WordKey,
])[] = [
  ['pharmacyName', 'transfer.pharmacy'],
  ['pharmacistName', 'transferIn.pharmacist'],
  ['address', 'transfer.address'],
  ['phone', 'transfer.phone'],
  ['dea', 'transfer.dea'],
  ['rxNumber', 'transferIn.rxNumber'],
];
const notAlways = new Set(['phone', 'dea', 'rxNumber']);

/** Beside the prescription itself: who gives it away and what was dispensed on it there. */
export function TransferFields({ value, onChange, problem }: TransferFieldsProps) {
  const { today, dateOrder, isIndia } = useStore();
  const change = (part: Partial<TransferForm>) => onChange({ ...value, ...part });
  return (
    <Card title={t('transferIn.title')} className="grid content-start gap-3">
      <p className="text-ink-2">{t('transferIn.lead')}</p>
      <div className="grid grid-cols-2 gap-3">
        {texts
          .filter(([name]) => !(isIndia && name === 'dea'))
          .map(([name, label]) => (
            <TextField
              key={name}
              label={t(label)}
              isOptional={notAlways.has(name)}
              isMono={name === 'dea' || name === 'rxNumber'}
              value={value[name]}
              onChange={(text) => change({ [name]: text })}
              error={fieldProblem(problem, `from.${name}`)}
            />
          ))}
      </div>
      <Checkbox isSelected={value.isUnfilled} onChange={(isUnfilled) => change({ isUnfilled })}>
        {t('transferIn.unfilled')}
      </Checkbox>
      <div className="grid grid-cols-3 gap-3">
        <NumberField
          label={t('transferIn.originalRefills')}
          min={0}
          max={99}
          value={value.originalRefills}
          onChange={(originalRefills) => change({ originalRefills })}
          error={fieldProblem(problem, 'originalRefills')}
        />
        {value.isUnfilled
          ? null
          : (['firstFilledOn', 'lastFilledOn'] as const).map((name) => (
              <DateField
                key={name}
                label={t(`transferIn.${name}`)}
                isOptional
                today={today}
                order={dateOrder}
                max={today}
                pastOnly
                value={value[name]}
                onChange={(date) => change({ [name]: date })}
                error={fieldProblem(problem, name === 'lastFilledOn' ? 'priorFills' : name)}
              />
            ))}
      </div>
      <Checkbox isSelected={value.wasTransferred} onChange={(wasTransferred) => change({ wasTransferred })}>
        {t('transferIn.wasTransferred')}
      </Checkbox>
      <Checkbox isSelected={value.sharesDatabase} onChange={(sharesDatabase) => change({ sharesDatabase })}>
        {t('transferIn.sharesDatabase')}
      </Checkbox>
    </Card>
  );
}
