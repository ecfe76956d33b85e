import { Card, Notice } from '@apotheca/ui';
import { t } from '../../text/t.ts';
import { quantityText } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import type { Work } from './work-types.ts';

/** Which lots the stock gives, first expired first out, and which it passes over and why. */
export function LotsCard({ work }: { work: Work }) {
  const { date } = useStore();
  const unit = work.product?.unit;
  return (
    <Card
      title={t('fill.lot')}
      side={<span className="faint">{t('verify.earliestFirst')}</span>}
      className="grid gap-2"
    >
      <ul className="grid gap-1">
        {work.proposal.map((lot) => (
          <li key={lot.batchId} className="flex gap-2">
            <span className="mono">{lot.lotNumber}</span>
            <span className="muted">{t('rxPage.expiry', { date: date(lot.expiresOn) })}</span>
            <span className="ml-auto">{t('fill.lot.take', { quantity: quantityText(lot.quantity, unit) })}</span>
          </li>
        ))}
      </ul>
      {work.heldLots.map((lot) => (
        <p key={lot.lotNumber} className="muted">
          <span className="mono">{lot.lotNumber}</span> {t('fill.lot.held', { terminals: lot.terminals.join(', ') })}
        </p>
      ))}
      {work.shortBy > 0 ? (
        <Notice tone="warn">{t('fill.short', { quantity: quantityText(work.shortBy, unit) })}</Notice>
      ) : null}
      {work.skippedLots.length > 0 ? (
        <details>
          <summary className="faint">{t('fill.lot.skipped', { count: work.skippedLots.length })}</summary>
          <ul className="mt-1 grid gap-1">
            {work.skippedLots.map((lot) => (
              <li key={lot.lotNumber} className="muted">
                <span className="mono">{lot.lotNumber}</span> {date(lot.expiresOn)} · {lot.reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  );
}
