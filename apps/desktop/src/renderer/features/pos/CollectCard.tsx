import { Card, Checkbox, DateField, Notice, Segments, Select, SignaturePad, TextField } from '@apotheca/ui';
import { t } from '../../text/t.ts';
import type { Problem } from '../../work/problem.ts';
import { useStore } from '../../work/use-store.ts';
import { identifiers, idKinds, relationships, type TillForm } from './till-form.ts';
import type { Cart } from './use-cart.ts';

export interface CollectCardProps {
  readonly form: TillForm;
  readonly change: (part: Partial<TillForm>) => void;
  readonly bags: Cart['bags'];
  /** Shows the fields of an ID when the service asked for one. */
  readonly problem: Problem | null;
}

const answers = ['accepted', 'refused', 'not-required'] as const;

/** Who takes the bag, how we know, whether the pharmacist spoke with them, and their signature. */
export function CollectCard({ form, change, bags, problem }: CollectCardProps) {
  const { today, dateOrder, isIndia } = useStore();
  if (form.fillIds.length === 0) return null;
  const counsel = bags.filter((bag) => bag.needsCounseling);
  const asksId =
    form.checked.includes('photo-id') ||
    (problem?.kind === 'refusal' && ['photo-id-required', 'identification-expired'].includes(problem.code));
  const kinds = idKinds.filter(
    (kind) => isIndia === ['aadhaar', 'voter-id'].includes(kind) || ['passport', 'other'].includes(kind),
  );
  return (
    <Card title={t('till.collect')} className="grid content-start gap-3.5">
      <div className="grid grid-cols-2 gap-3">
        <Select
          label={t('till.relationship')}
          options={relationships.map((value) => ({ value, label: t(`till.relationship.${value}`) }))}
          value={form.relationship}
          onChange={(relationship) => change({ relationship })}
        />
        {form.relationship === 'self' ? null : (
          <TextField
            label={t('till.name')}
            value={form.collector}
            onChange={(collector) => change({ collector })}
            maxLength={120}
          />
        )}
      </div>
      <fieldset>
        <legend className="field-label mb-1">{t('till.identifiers')}</legend>
        <div className="radio-row">
          {identifiers.map((name) => (
            <Checkbox
              key={name}
              isSelected={form.checked.includes(name)}
              onChange={(isOn) =>
                change({ checked: isOn ? [...form.checked, name] : form.checked.filter((one) => one !== name) })
              }
            >
              {t(`till.identifier.${name}`)}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      {asksId ? (
        <div className="grid grid-cols-2 gap-3">
          <Select
            label={t('till.id.kind')}
            options={kinds.map((value) => ({ value, label: t(`till.id.${value}`) }))}
            value={form.idKind}
            onChange={(idKind) => change({ idKind })}
          />
          <TextField
            label={t('till.id.number')}
            value={form.idNumber}
            onChange={(idNumber) => change({ idNumber })}
            maxLength={40}
            isMono
          />
          <TextField
            label={t('till.id.issuer')}
            value={form.idIssuer}
            onChange={(idIssuer) => change({ idIssuer })}
            maxLength={40}
          />
          <DateField
            label={t('till.id.expires')}
            value={form.idExpiresOn}
            onChange={(idExpiresOn) => change({ idExpiresOn })}
            today={today}
            order={dateOrder}
          />
        </div>
      ) : null}
      <div className="field">
        <span className="field-label">{t('till.counsel')}</span>
        {counsel.length > 0 ? (
          <Notice tone="info">
            {t('till.counsel.must', { drugs: counsel.map((bag) => bag.productName).join(', ') })}
          </Notice>
        ) : null}
        <Segments
          aria-label={t('till.counsel')}
          options={answers.map((value) => ({
            value,
            label: t(`till.counsel.${value}`),
            isDisabled: value === 'not-required' && counsel.length > 0,
          }))}
          value={form.counseling ?? (counsel.length > 0 ? ('' as 'accepted') : 'not-required')}
          onChange={(counseling) => change({ counseling })}
        />
      </div>
      <SignaturePad
        label={t('till.signature')}
        value={form.signature}
        onChange={(signature) => change({ signature })}
      />
    </Card>
  );
}
