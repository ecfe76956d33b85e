import { Card } from '@apotheca/ui';
import { t } from '../../text/t.ts';
import { DrugName, placeText, quantityText } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';

export function FillsCard({ rx }: { rx: RxDetail }) {
  const { day, money } = useStore();
  return (
    <Card title={t('rxPage.fills')}>
      {rx.fills.length === 0 ? (
        <p className="muted mt-2">{t('rxPage.fills.none')}</p>
      ) : (
        <table className="plain-table mt-1">
          <tbody>
            {rx.fills.toReversed().map((fill) => (
              <tr key={fill.fillId}>
                <td className="whitespace-nowrap">{day(fill.filledOn)}</td>
                <td>
                  <DrugName name={fill.productName} />
                  <div className="faint">
                    {[
                      t('rx.fillNumber', { n: fill.fillNumber }),
                      fill.part > 0 ? t('rx.part', { n: fill.part + 1 }) : null,
                      t(`rxPage.fill.${fill.status}`),
                      fill.status === 'verified' && fill.binLocation ? placeText(fill.binLocation) : null,
                      fill.closed?.reason,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </td>
                <td className="num">{quantityText(fill.quantity, rx.product?.unit ?? rx.drug?.unit)}</td>
                <td className="num">{fill.handOver ? money(fill.handOver.patientPayCents) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

export function HistoryCard({ rx }: { rx: RxDetail }) {
  const { moment } = useStore();
  return (
    <Card title={t('rxPage.history')}>
      <ol className="mt-2 grid gap-2">
        {rx.history.toReversed().map((entry) => (
          <li key={`${entry.at}-${entry.type}-${entry.summary}`} className="grid grid-cols-[5.5rem_1fr] gap-3">
            <span className="faint">{moment(entry.at)}</span>
            <span>
              {entry.summary} <span className="faint">{entry.by}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
