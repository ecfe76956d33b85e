import { Button, Card, KeyValue, Notice, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { DrugName, isControlled, quantityText } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import { AdjustDialog } from './AdjustDialog.tsx';
import { CountDialog } from './CountDialog.tsx';
import { MovementsDialog } from './MovementsDialog.tsx';
import { RightsDialog } from './RightsDialog.tsx';
import { StatusDialog } from './StatusDialog.tsx';
import type { Batch, Product } from './types.ts';
import { WeekBars } from './WeekBars.tsx';

export function ProductPanel({ ndc }: { ndc: string }) {
  const query = useQuery(api.inventory.product.queryOptions({ input: { ndc } }));
  return (
    <Card className="min-h-0 overflow-auto">
      <QueryView query={query}>{(product) => <Panel product={product} />}</QueryView>
    </Card>
  );
}

/** A dialog and the lot it was opened for: the list of lots may change under it. */
type Asked = { readonly what: 'count' | 'adjust' | 'status' | 'movements' | 'rights'; readonly batch: Batch } | null;

function Panel({ product }: { product: Product }) {
  const { stock, reorder } = product;
  const may = usePermission();
  const [batchId, setBatchId] = useState<string | null>(stock.batches[0]?.batchId ?? null);
  const [asked, setAsked] = useState<Asked>(null);
  const batch = stock.batches.find((entry) => entry.batchId === batchId) ?? stock.batches[0] ?? null;
  const mayAdjust = may(isControlled(stock.schedule) ? 'inventory.adjust-controlled' : 'inventory.adjust');
  return (
    <div className="flex h-full flex-col gap-3.5">
      <div>
        <div className="flex items-baseline justify-between gap-3">
          <h2>
            <DrugName name={stock.name} />
          </h2>
          {product.abcClass ? <Tag>{product.abcClass}</Tag> : null}
        </div>
        <div className="faint">
          <span className="mono">{stock.ndc}</span> · {stock.labeler}
          {stock.packageSize ? ` · × ${quantityText(stock.packageSize, stock.unit)}` : ''}
        </div>
      </div>
      {stock.discrepancies > 0 ? (
        <Notice tone="warn">
          {t('stock.card.count')}: {stock.discrepancies}
        </Notice>
      ) : null}
      <KeyValue
        rows={[
          [t('stock.onHand'), stock.onHand.toLocaleString()],
          [t('stock.saleable'), stock.saleable.toLocaleString()],
          [t('stock.reserved'), stock.reserved > 0 ? stock.reserved.toLocaleString() : null],
          [t('stock.willCall'), stock.willCall > 0 ? stock.willCall.toLocaleString() : null],
          [t('stock.bin'), stock.binLocation],
        ]}
      />
      <WeekBars weeks={product.usePerWeek} unit={stock.unit} />
      {reorder ? <p className="text-ink-2">{t('stock.basis', { point: Math.ceil(reorder.reorderPoint) })}</p> : null}
      <Lots product={product} selected={batch?.batchId ?? null} onSelect={setBatchId} />
      {batch ? (
        <div className="mt-auto flex flex-wrap gap-2">
          <Button keys="C" onPress={() => setAsked({ what: 'count', batch })}>
            {t('stock.count')}
          </Button>
          {mayAdjust ? (
            <>
              <Button keys="J" onPress={() => setAsked({ what: 'adjust', batch })}>
                {t('stock.adjust')}
              </Button>
              <Button keys="Q" onPress={() => setAsked({ what: 'status', batch })}>
                {t(batch.status === 'available' ? 'stock.quarantine' : 'stock.release')}
              </Button>
            </>
          ) : null}
          <Button keys="M" onPress={() => setAsked({ what: 'movements', batch })}>
            {t('stock.movements')}
          </Button>
          {isControlled(stock.schedule) ? (
            <Button keys="H" onPress={() => setAsked({ what: 'rights', batch })}>
              {t('stock.rights')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {asked?.what === 'count' ? <CountDialog batch={asked.batch} onClose={() => setAsked(null)} /> : null}
      {asked?.what === 'adjust' ? <AdjustDialog batch={asked.batch} onClose={() => setAsked(null)} /> : null}
      {asked?.what === 'status' ? <StatusDialog batch={asked.batch} onClose={() => setAsked(null)} /> : null}
      {asked?.what === 'rights' ? <RightsDialog batch={asked.batch} onClose={() => setAsked(null)} /> : null}
      {asked?.what === 'movements' ? <MovementsDialog batch={asked.batch} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

/** A handful of lots: a plain radio-like list, the chosen one is what the buttons act on. */
function Lots(props: { product: Product; selected: string | null; onSelect: (batchId: string) => void }) {
  const { stock, willSell } = props.product;
  const store = useStore();
  const soldOf = new Map(willSell.map((entry) => [entry.batchId, entry.basisPoints]));
  return (
    <table className="w-full">
      <caption className="visually-hidden">{t('stock.lots')}</caption>
      <thead>
        <tr className="cap h-8 text-left">
          <th>{t('stock.lot')}</th>
          <th>{t('stock.expires')}</th>
          <th className="num">{t('stock.onHand')}</th>
          <th className="num">{t('stock.willSell')}</th>
          <th className="pl-4">{t('stock.status')}</th>
        </tr>
      </thead>
      <tbody>
        {stock.batches.map((batch, index) => (
          <LotRow
            key={batch.batchId}
            batch={batch}
            isSelected={batch.batchId === props.selected}
            onSelect={() => props.onSelect(batch.batchId)}
            expires={store.date(batch.expiresOn)}
            sold={soldOf.get(batch.batchId)}
            isFirst={index === 0 && batch.status === 'available'}
          />
        ))}
      </tbody>
    </table>
  );
}

function LotRow(props: {
  batch: Batch;
  isSelected: boolean;
  onSelect: () => void;
  expires: string;
  sold: number | undefined;
  isFirst: boolean;
}) {
  const { batch, sold } = props;
  const percent = sold === undefined ? '' : `${Math.round(sold / 100)}%`;
  return (
    <tr
      className="h-[2.375rem] border-t border-line"
      data-current={props.isSelected || undefined}
      style={props.isSelected ? { background: 'var(--accent-soft)' } : undefined}
    >
      <td>
        <button type="button" className="mono px-1" aria-pressed={props.isSelected} onClick={props.onSelect}>
          {batch.lotNumber}
        </button>
      </td>
      <td>{props.expires}</td>
      <td className={batch.onHand < 0 ? 'num text-late' : 'num'}>{batch.onHand.toLocaleString()}</td>
      <td className={sold !== undefined && sold < 9000 ? 'num text-warn' : 'num'}>{percent}</td>
      <td className="pl-4">
        {lotTag(batch, props.isFirst)}
        {batch.holds.length > 0 ? (
          <div className="faint">
            {t('stock.held', { terminals: [...new Set(batch.holds.map((hold) => hold.terminal))].join(', ') })}
          </div>
        ) : null}
      </td>
    </tr>
  );
}

function lotTag(batch: Batch, isFirst: boolean) {
  if (batch.status !== 'available') return <Tag tone="warn">{t(`stock.status.${batch.status}`)}</Tag>;
  if (batch.tier === 'expired') return <Tag tone="late">{t('stock.tier.expired')}</Tag>;
  if (batch.tier === 'pull' || batch.tier === 'push') return <Tag tone="warn">{t(`stock.tier.${batch.tier}`)}</Tag>;
  return isFirst ? <span className="faint">{t('stock.first')}</span> : null;
}
