import { Button, Card, KeyValue, Notice, NumberField, Select, TextField, useScan } from '@apotheca/ui';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { readLabelCode } from '../../work/label-code.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { DrugName, quantityText } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { HoldDialog } from '../prescriptions/HoldDialog.tsx';
import { ChecksCard } from './ChecksCard.tsx';
import { FillDone } from './FillDone.tsx';
import { emptyFill, fillInput, isPartial, quantityOf, scanState } from './fill-form.ts';
import { LotsCard } from './LotsCard.tsx';
import { ScanResult } from './ScanResult.tsx';
import { useLotHold } from './use-lot-hold.ts';
import { WorkHead } from './WorkHead.tsx';
import { useWork } from './WorkList.tsx';
import type { Work } from './work-types.ts';

/** Scan, count, print. Everything else on the screen is there to be sure. */
export function FillStation({ work, onProduct }: { work: Work; onProduct: (ndc: string) => void }) {
  const rx = work.prescription;
  const { date } = useStore();
  const navigate = useNavigate();
  const draft = useDraft(`fill-${rx.id}`, emptyFill);
  const { value: form, change } = draft;
  const [madeFillId, setMade] = useState<string | null>(null);
  const [isHolding, setHolding] = useState(false);
  const quantityField = useRef<HTMLInputElement>(null);
  const rows = useWork('fill').data?.items ?? [];
  const index = rows.findIndex((row) => row.id === rx.id);
  const unit = work.product?.unit ?? work.prescribed?.unit;
  const state = scanState(form.scanned, work.product?.ndc ?? null);
  const partial = isPartial(form, work.remaining);
  const owes = t('fill.owes', { quantity: quantityText(work.remaining - quantityOf(form, work.remaining), unit) });

  useEffect(() => {
    if (form.ndc) onProduct(form.ndc);
  }, [form.ndc, onProduct]);

  useLotHold(work, { quantity: quantityOf(form, work.remaining), isDone: madeFillId !== null });

  const read = useCommand(client.drugs.scan);
  const fill = useCommand(client.dispensing.fill, (answer) => {
    draft.clear();
    setMade(answer.fillId);
  });

  async function check(code: string, wasTyped: boolean) {
    const answer = await read.run({ barcode: code });
    const scanned = {
      ndc: answer?.ndc ?? null,
      name: answer?.drug?.displayName ?? null,
      lotNumber: answer?.lotNumber ?? null,
      expiresOn: answer?.expiresOn ?? null,
      wasTyped,
    };
    change({ scan: wasTyped ? null : code, scanned, typedNdc: wasTyped ? code : '' });
    if (scanState(scanned, work.product?.ndc ?? null) === 'matches') quantityField.current?.select();
  }
  useScan(
    (code) => {
      // A label of ours opens its own work.
      if (readLabelCode(code)) return false;
      void check(code, false);
      return true;
    },
    { isDisabled: madeFillId !== null },
  );

  const fillId = madeFillId ?? (rx.stage === 'fill' ? null : (work.fill?.fillId ?? null));
  if (fillId) return <FillDone work={work} fillId={fillId} />;
  const submit = () => void fill.run(fillInput(form, work));

  return (
    <>
      <WorkHead
        title={t('fill.title')}
        work={work}
        position={index >= 0 ? { n: index + 1, count: rows.length } : null}
      />
      <div className="grid flex-1 content-start gap-3 md:grid-cols-2 xl:grid-cols-[1fr_1.1fr_22.5rem]">
        <Card title={t('verify.prescribed')}>
          <div className="mt-3">
            <KeyValue
              isLarge
              rows={[
                [t('rx.drug'), <DrugName key="drug" name={work.prescribed?.name} />],
                [t('rx.quantity'), quantityText(rx.quantity, unit)],
                [t('fill.directions'), rx.sig],
                [t('rx.days'), rx.daysSupply],
                [t('rx.refills'), rx.refillsRemaining],
                [t('rx.prescriber'), rx.prescriberName],
                [t('rx.note'), rx.note],
              ]}
            />
          </div>
        </Card>
        <Card title={t('fill.product')} className="grid content-start gap-3.5">
          <div>
            <div className="text-[0.9375rem] font-[600]">
              <DrugName name={work.product?.name} />
            </div>
            <div className="muted">
              {[work.product?.labeler, work.product?.packageSize ? `× ${work.product.packageSize}` : null]
                .filter(Boolean)
                .join(' · ')}
            </div>
            <div className="mono text-[0.9375rem]">{work.product?.ndc}</div>
          </div>
          <TextField
            label={t('fill.scan')}
            hint={t('fill.scan.hint')}
            isMono
            isLarge
            value={form.typedNdc}
            onChange={(typedNdc) => change({ typedNdc })}
            onEnter={() => {
              if (form.typedNdc.trim() !== '') void check(form.typedNdc.trim(), true);
            }}
            autoFocus
          />
          <ScanResult
            state={state}
            scanned={form.scanned}
            expected={work.product?.name ?? ''}
            onUse={(ndc) => change({ ndc })}
          />
          <div className="grid grid-cols-2 gap-3">
            <NumberField
              ref={quantityField}
              label={t('fill.quantity')}
              scale={3}
              min={1}
              max={Math.round(work.remaining * 1000)}
              value={form.quantityMilli ?? Math.round(work.remaining * 1000)}
              onChange={(quantityMilli) => change({ quantityMilli })}
              after={t('fill.quantity.of', { quantity: quantityText(work.remaining, unit) })}
              isLarge
            />
            <TextField
              label={t('fill.lot.scanned')}
              isOptional
              hint={t('fill.lot.hint')}
              isMono
              isLarge
              value={form.scanned?.lotNumber ?? form.lotNumber}
              isReadOnly={Boolean(form.scanned?.lotNumber)}
              onChange={(lotNumber) => change({ lotNumber })}
            />
          </div>
          {partial && work.partialReasons.length === 0 ? <Notice tone="warn">{owes}</Notice> : null}
          {partial && work.partialReasons.length > 0 ? (
            <div className="grid grid-cols-2 gap-3">
              <Select
                label={t('fill.partial.reason')}
                options={work.partialReasons.map((reason) => ({
                  value: reason.code,
                  label: reason.label,
                  hint: reason.deadline
                    ? t('fill.partial.until', { date: date(reason.deadline) || reason.deadline })
                    : undefined,
                }))}
                value={form.partialReason}
                onChange={(partialReason) => change({ partialReason })}
                hint={owes}
              />
              {form.partialReason?.startsWith('CARA') ? (
                <Select
                  label={t('fill.partial.by')}
                  options={(['patient', 'prescriber'] as const).map((value) => ({
                    value,
                    label: t(`fill.partial.by.${value}`),
                  }))}
                  value={form.requestedBy}
                  onChange={(requestedBy) => change({ requestedBy })}
                />
              ) : null}
            </div>
          ) : null}
        </Card>
        <div className="grid content-start gap-3 md:col-span-2 xl:col-span-1">
          <LotsCard work={work} />
          <ChecksCard work={work} title={t('fill.checks')} />
        </div>
      </div>
      <div className="action-bar">
        <div className="w-full empty:hidden">
          <ProblemNotice problem={fill.problem} onRetry={submit} />
        </div>
        <Button keys="Escape" onPress={() => void navigate('/fill')}>
          {t('common.back')}
        </Button>
        <Button keys="H" onPress={() => setHolding(true)}>
          {t('fill.hold')}
        </Button>
        <Button
          tone="go"
          size="large"
          className="ml-auto"
          keys="Ctrl+Enter"
          isBusy={fill.isBusy || read.isBusy}
          isDisabled={state === 'differs' || state === 'waiting'}
          onPress={submit}
        >
          {t('fill.go')}
        </Button>
      </div>
      {isHolding ? <HoldDialog rx={rx} onClose={() => setHolding(false)} /> : null}
    </>
  );
}
