import { Button, Card, KeyValue, Tag } from '@apotheca/ui';
import { useState } from 'react';
import { t } from '../../text/t.ts';
import { Differences, DrugName, quantityText } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';
import { dawText } from './PrescribedCard.tsx';
import { SubstituteDialog } from './SubstituteDialog.tsx';

/** Right: what will be (or was) dispensed. What differs from the left is marked, in words too. */
export function DispensingCard({ rx, isChangeable }: { rx: RxDetail; isChangeable: boolean }) {
  const [isChoosing, setChoosing] = useState(false);
  const { date } = useStore();
  const fill = rx.fills.findLast((one) => one.status === 'made' || one.status === 'verified');
  const product = rx.product ?? rx.drug;
  const isOther = rx.product !== null && rx.drug !== null && rx.product.key !== rx.drug.key;
  const quantity = fill?.quantity ?? rx.quantity;
  return (
    <Card
      title={t('rxPage.dispensing')}
      side={isOther ? <Tag tone="warn">{t('rxPage.chosen')}</Tag> : <span className="faint">{t('rxPage.same')}</span>}
      className="flex flex-col gap-3"
    >
      <KeyValue
        isLarge
        rows={[
          [
            t('rx.product'),
            <b key="product">
              {isOther && rx.drug && product ? (
                <Differences text={product.name} other={rx.drug.name} />
              ) : (
                <DrugName name={product?.name} />
              )}
            </b>,
          ],
          [
            t('rx.quantity'),
            <span key="quantity" className={fill && fill.quantity !== rx.quantity ? 'diff' : undefined}>
              {quantityText(quantity, product?.unit)}
            </span>,
          ],
          [t('rxPage.label'), rx.sig ? <Differences key="sig" text={rx.sig.english} other={rx.sig.entered} /> : null],
          [
            t('rx.days'),
            <span key="days" className={fill && fill.daysSupply !== rx.daysSupply ? 'diff' : undefined}>
              {fill?.daysSupply ?? rx.daysSupply}
            </span>,
          ],
          [
            'NDC',
            product?.ndc11 ? (
              <span className="mono">{product.ndc11}</span>
            ) : (
              <span className="mono">{product?.key}</span>
            ),
          ],
          [t('rx.daw'), dawText(rx.daw)],
          ...(fill?.allocations ?? []).map(
            (lot) =>
              [
                t('rxPage.lots'),
                <span key={lot.batchId}>
                  <span className="mono">{lot.lotNumber}</span> · {t('rxPage.expiry', { date: date(lot.expiresOn) })}
                </span>,
              ] as const,
          ),
        ]}
      />
      {isChangeable && rx.drug ? (
        <div>
          <Button size="small" keys="S" onPress={() => setChoosing(true)}>
            {t('rxPage.substitute')}
          </Button>
        </div>
      ) : null}
      {isChoosing ? <SubstituteDialog rx={rx} onClose={() => setChoosing(false)} /> : null}
    </Card>
  );
}
