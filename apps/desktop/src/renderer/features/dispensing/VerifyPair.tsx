import { Card, Icon, KeyValue, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { Differences, DrugName, quantityText } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import { dawText } from '../prescriptions/PrescribedCard.tsx';
import { LabelPreview } from './LabelPreview.tsx';
import type { Work } from './work-types.ts';

export function VerifyPrescribed({ work }: { work: Work }) {
  const { date } = useStore();
  const rx = work.prescription;
  return (
    <KeyValue
      isLarge
      rows={[
        [t('rx.drug'), <b key="drug">{<DrugName name={work.prescribed?.name} />}</b>],
        [t('rx.quantity'), quantityText(rx.quantity, work.prescribed?.unit)],
        [t('rx.directions'), rx.sigEntered],
        [t('rx.days'), rx.daysSupply],
        [t('rx.refills'), rx.refillsRemaining],
        [t('rx.daw'), dawText(rx.daw)],
        [t('rx.written'), date(rx.writtenOn)],
        [t('rx.prescriber'), rx.prescriberName],
        [t('rx.note'), rx.note],
      ]}
    />
  );
}

/** The bottle as filled: product, lot, expiry, look, and the label as printed. What differs is marked. */
export function VerifyDispensed({ work, fillId }: { work: Work; fillId: string }) {
  const { date, moment } = useStore();
  const { fill, product, prescribed, prescription: rx } = work;
  const barcode = work.checks.find((check) => check.id === 'barcode');
  const isScanned = barcode?.status === 'pass';
  const quantity = fill?.quantity ?? 0;
  const isOther = product?.key !== prescribed?.key;
  return (
    <Card
      title={t('verify.dispensing')}
      side={
        barcode ? (
          <Tag tone={isScanned ? 'ok' : 'warn'} title={barcode.text}>
            {isScanned ? t('fill.scan.matches') : t('verify.check.not-checked')}
          </Tag>
        ) : null
      }
      className="flex flex-col gap-3.5"
    >
      <KeyValue
        isLarge
        rows={[
          [
            t('rx.product'),
            <span key="product">
              <b>
                {isOther && prescribed ? (
                  <Differences text={product?.name ?? ''} other={prescribed.name} />
                ) : (
                  <DrugName name={product?.name} />
                )}
              </b>
            </span>,
          ],
          [
            t('rx.quantity'),
            <span key="quantity" className={quantity === rx.quantity ? undefined : 'diff'}>
              {quantityText(quantity, product?.unit)}
            </span>,
          ],
          [t('verify.label'), rx.sig ? <Differences key="sig" text={rx.sig} other={rx.sigEntered ?? rx.sig} /> : null],
          [
            t('rx.days'),
            <span key="days" className={fill?.daysSupply === rx.daysSupply ? undefined : 'diff'}>
              {fill?.daysSupply}
            </span>,
          ],
          [
            'NDC',
            <span key="ndc">
              <span className="mono">{fill?.ndc}</span> <span className="muted">{product?.labeler}</span>
            </span>,
          ],
          ...(fill?.allocations ?? []).map(
            (lot) =>
              [
                t('rxPage.lots'),
                <span key={lot.batchId}>
                  <span className="mono">{lot.lotNumber}</span> · {t('rxPage.expiry', { date: date(lot.expiresOn) })}
                </span>,
              ] as const,
          ),
          fill ? [t('verify.filled'), `${fill.madeBy}, ${moment(fill.madeAt)}`] : null,
          fill?.owed
            ? [
                t('need.stock-owed'),
                <span key="owed" className="diff">
                  {quantityText(fill.owed.quantity, product?.unit)}
                </span>,
              ]
            : null,
        ]}
      />
      <ProductLook fillId={fillId} />
      <LabelPreview fillId={fillId} title={t('verify.labelPrinted')} />
    </Card>
  );
}

/** The look of the product beside its room for a picture; where no description is held it says so in one line. */
function ProductLook({ fillId }: { fillId: string }) {
  const { data } = useQuery(api.labels.label.queryOptions({ input: { id: fillId, format: 'json' } }));
  const description = data?.content.drug.physicalDescription ?? null;
  if (!description) return <p className="faint border-t border-line pt-3">{t('verify.description.none')}</p>;
  return (
    <div className="grid grid-cols-[6rem_1fr] items-center gap-3 border-t border-line pt-3.5">
      <div className="rounded-card grid h-16 place-items-center bg-sunken text-ink-3 shadow-[inset_0_0_0_1px_var(--line)]">
        <Icon name="capsule" className="!size-6" />
      </div>
      <div>
        <div>{description}</div>
        <div className="faint">{t('verify.description.source')}</div>
      </div>
    </div>
  );
}
