import { Button, Card, Notice, NumberField, Segments, TextField } from '@apotheca/ui';
import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';
import { changeCents, methods, type TillForm } from './till-form.ts';

export interface PaymentCardProps {
  readonly form: TillForm;
  readonly change: (part: Partial<TillForm>) => void;
  readonly totalCents: number;
}

/** Notes somebody is likely to hand over for this amount. */
function likelyNotes(totalCents: number): readonly number[] {
  const notes = [500, 1000, 2000, 5000, 10_000];
  return [...new Set(notes.map((note) => Math.ceil(totalCents / note) * note))]
    .filter((n) => n > totalCents)
    .slice(0, 3);
}

export function PaymentCard({ form, change, totalCents }: PaymentCardProps) {
  const { money, profile } = useStore();
  const rest = changeCents(form, totalCents);
  return (
    <Card title={t('till.total')} className="grid content-start gap-3.5 md:col-span-2 xl:col-span-1 xl:col-start-3">
      <div className="text-[1.75rem] leading-tight font-[620]">{money(totalCents)}</div>
      <Segments
        aria-label={t('till.method')}
        options={methods.map((value) => ({
          value,
          label: t(`till.method.${value}`),
          isDisabled: value === 'house-account' && form.patientId === null,
        }))}
        value={form.method}
        onChange={(method) => change({ method })}
      />
      {form.method === 'cash' ? (
        <>
          <NumberField
            label={t('till.received')}
            scale={2}
            decimalsMin={2}
            min={0}
            isLarge
            value={form.receivedCents ?? totalCents}
            onChange={(receivedCents) => change({ receivedCents })}
          />
          <div className="flex flex-wrap gap-2">
            {likelyNotes(totalCents).map((cents) => (
              <Button key={cents} size="small" onPress={() => change({ receivedCents: cents })}>
                {money(cents)}
              </Button>
            ))}
          </div>
          <div className={rest < 0 ? 'ink-late' : undefined}>
            {rest < 0 ? t('till.short') : t('till.change')} <b className="text-[1.0625rem]">{money(Math.abs(rest))}</b>
          </div>
        </>
      ) : null}
      {form.method === 'check' ? (
        <TextField
          label={t('till.checkNumber')}
          value={form.checkNumber}
          onChange={(checkNumber) => change({ checkNumber })}
          maxLength={10}
        />
      ) : null}
      {form.method === 'card' && profile?.demo ? (
        <Notice>
          <b>{t('till.card.simulator')}</b>
          <div className="muted">{t('till.card.simulator.lead')}</div>
        </Notice>
      ) : null}
      {form.method === 'card' ? (
        <TextField
          label={t('till.approval')}
          hint={t('till.approval.hint')}
          isOptional
          isMono
          value={form.approvalCode}
          onChange={(approvalCode) => change({ approvalCode })}
          maxLength={8}
        />
      ) : null}
    </Card>
  );
}
