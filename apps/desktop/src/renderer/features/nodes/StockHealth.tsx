import { Card, Tag, type Tone } from '@apotheca/ui';
import type { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';

type Health = Awaited<ReturnType<typeof client.nodes.status>>['stock'];

const tones: Record<NonNullable<Health>['state'], Tone> = { ok: 'ok', rebuilt: 'warn', behind: 'warn' };

/** Whether the stock that terminals share is what the ledger says, and what was found when it was not. */
export function StockHealth({ health }: { health: Health }) {
  const store = useStore();
  return (
    <Card
      title={t('system.stock')}
      side={health ? <Tag tone={tones[health.state]}>{t(`system.stock.${health.state}`)}</Tag> : null}
    >
      {health ? (
        <div className="mt-2 grid gap-1.5">
          <p className="text-ink-2">{t(`system.stock.${health.state}.lead`)}</p>
          {health.findings.length > 0 ? (
            <ul className="grid gap-1">
              {health.findings.map((finding) => (
                <li key={finding} className="break-words">
                  {finding}
                </li>
              ))}
            </ul>
          ) : null}
          <p className="faint">
            {[
              t('system.stock.lots', { count: health.lots }),
              health.discrepancies > 0 ? t('system.stock.toCount', { count: health.discrepancies }) : null,
              health.lastCheckedAt ? t('system.stock.checked', { at: store.moment(health.lastCheckedAt) }) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
      ) : (
        <p className="mt-2 text-ink-2">{t('system.stock.off')}</p>
      )}
    </Card>
  );
}
