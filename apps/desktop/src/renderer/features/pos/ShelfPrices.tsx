import { Button, Card, EmptyState, TextField, useScan } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import { ShelfPriceDialog } from './ShelfPriceDialog.tsx';

export type PriceItem = Awaited<ReturnType<typeof client.pos.items>>['items'][number];

/** What is sold from the shelf, and for how much. A scan opens its price. */
export function ShelfPrices({ isReadOnly }: { isReadOnly: boolean }) {
  const { money } = useStore();
  const [q, setQ] = useState('');
  const [asked, setAsked] = useState<{ item: PriceItem | null; key: string } | null>(null);
  const typed = useLater(q.trim(), 120);
  const query = useQuery(api.pos.items.queryOptions({ input: { q: typed || undefined, limit: 100 } }));
  useScan(
    (code) => {
      setAsked({ item: query.data?.items.find((one) => one.key === code) ?? null, key: code });
      return true;
    },
    { isDisabled: isReadOnly || asked !== null },
  );
  return (
    <Card
      title={t('prices.title')}
      side={
        isReadOnly ? null : (
          <Button keys="A" onPress={() => setAsked({ item: null, key: '' })}>
            {t('prices.add')}
          </Button>
        )
      }
      className="grid max-w-[60rem] content-start gap-3"
    >
      <p className="text-ink-2">{t('prices.lead')}</p>
      <div className="w-80">
        <TextField isLabelHidden label={t('prices.find')} placeholder={t('prices.find')} value={q} onChange={setQ} />
      </div>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('prices.none')} />
          ) : (
            <table className="list w-full">
              <caption className="visually-hidden">{t('prices.title')}</caption>
              <tbody>
                {items.map((item) => (
                  <tr key={item.key}>
                    <td>{item.description}</td>
                    <td className="mono">{item.key}</td>
                    <td>{t(`prices.tax.${item.taxClass}`)}</td>
                    <td className="num">{item.shelfPriceCents === null ? '' : money(item.shelfPriceCents)}</td>
                    <td className="text-right">
                      {isReadOnly ? null : (
                        <Button
                          size="small"
                          tone="quiet"
                          aria-label={`${t('prices.change')}: ${item.description}`}
                          onPress={() => setAsked({ item, key: item.key })}
                        >
                          {t('prices.change')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </QueryView>
      {asked ? <ShelfPriceDialog item={asked.item} start={asked.key} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}
