import {
  Button,
  Card,
  type Column,
  DataTable,
  EmptyState,
  Segments,
  type TableHandle,
  Tag,
  TextField,
  useScan,
} from '@apotheca/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { DrugName, ScheduleTag } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import { ExpiryStrip } from './ExpiryStrip.tsx';
import { ProductPanel } from './ProductPanel.tsx';
import { ReceiveDialog } from './ReceiveDialog.tsx';
import type { StockItem } from './types.ts';

const filters = ['all', 'low', 'expiring', 'discrepancy', 'controlled', 'out'] as const;
/** Fewer days of stock than this stand out. */
const daysShort = 7;

export function StockScreen() {
  const [filter, setFilter] = useState<(typeof filters)[number]>('all');
  const [q, setQ] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const [isReceiving, setReceiving] = useState(false);
  const find = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const typed = useLater(q.trim(), 150);
  useScan(
    (text) => {
      setQ(text);
      return true;
    },
    { isDisabled: isReceiving },
  );
  const query = useInfiniteQuery(
    api.inventory.stock.infiniteOptions({
      input: (cursor: string | undefined) => ({
        filter,
        limit: 100,
        ...(typed ? { q: typed } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1>{t('stock.title')}</h1>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: passes the moving keys of the field inside on to the list */}
        <div
          className="w-80"
          onKeyDown={(event) => {
            if (!['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'].includes(event.key)) return;
            event.preventDefault();
            table.current?.press(event.key);
          }}
        >
          <TextField
            ref={find}
            isLabelHidden
            label={t('stock.find')}
            placeholder={t('stock.find')}
            value={q}
            onChange={setQ}
            onEnter={() => table.current?.focus()}
            keepsScan
          />
        </div>
        <Segments
          aria-label={t('stock.title')}
          options={filters.map((value) => ({ value, label: t(`stock.filter.${value}`) }))}
          value={filter}
          onChange={setFilter}
        />
        <div className="ml-auto flex gap-2">
          <Button keys="/" onPress={() => find.current?.focus()}>
            {t('common.find')}
          </Button>
          <Button tone="go" keys="R" onPress={() => setReceiving(true)}>
            {t('stock.receive')}
          </Button>
        </div>
      </div>
      <Figures />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_32rem] gap-3.5">
        <div className="card min-h-0 flex-1 overflow-hidden">
          <DataTable
            ref={table}
            aria-label={t('stock.list')}
            columns={useColumns()}
            rows={rows}
            rowKey={(row) => row.ndc}
            selectedKey={selected}
            onSelect={setSelected}
            onNearEnd={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
            autoFocus
            empty={query.isPending ? null : <EmptyState title={t('stock.none')}>{t('stock.none.next')}</EmptyState>}
          />
        </div>
        {selected ? <ProductPanel key={selected} ndc={selected} /> : null}
      </div>
      {isReceiving ? <ReceiveDialog onClose={() => setReceiving(false)} /> : null}
    </div>
  );
}

function useColumns(): readonly Column<StockItem>[] {
  return [
    {
      id: 'name',
      header: t('stock.product'),
      width: 'minmax(12rem,1fr)',
      cell: (row) => (
        <span className="truncate">
          <DrugName name={row.name} /> <ScheduleTag schedule={row.schedule} />{' '}
          {row.discrepancies > 0 ? <Tag tone="clash">{t('stock.filter.discrepancy')}</Tag> : null}
        </span>
      ),
      sortValue: (row) => row.name,
    },
    {
      id: 'onHand',
      header: t('stock.onHand'),
      width: '5.5rem',
      align: 'end',
      cell: (row) => row.onHand.toLocaleString(),
      sortValue: (row) => row.onHand,
    },
    {
      id: 'days',
      header: t('stock.days'),
      width: '4rem',
      align: 'end',
      cell: (row) => (
        <span className={row.daysLeft !== null && row.daysLeft < daysShort ? 'text-late' : undefined}>
          {row.daysLeft ?? '—'}
        </span>
      ),
      sortValue: (row) => row.daysLeft,
    },
    {
      id: 'months',
      header: t('stock.months'),
      width: '13rem',
      fromRem: 44,
      cell: (row) => <ExpiryStrip months={row.expiryByMonth} onHand={row.onHand} />,
    },
    {
      id: 'order',
      header: t('stock.order'),
      width: '6rem',
      cell: (row) =>
        row.order ? `${row.order.packages} × ${row.packageSize ?? row.order.quantity / row.order.packages}` : '',
      sortValue: (row) => row.order?.quantity,
    },
    { id: 'bin', header: t('stock.bin'), width: '4.5rem', fromRem: 54, cell: (row) => row.binLocation ?? '' },
  ];
}

function Figures() {
  const { data } = useQuery({ ...api.inventory.summary.queryOptions(), staleTime: 10_000 });
  const store = useStore();
  if (!data) return <div className="h-[5.5rem]" />;
  const turns =
    data.turnsHundredths === null
      ? t('stock.card.turns.none')
      : t('stock.card.turns', { turns: (data.turnsHundredths / 100).toFixed(1) });
  const cards = [
    [t('stock.card.value'), store.money(data.valueCents), turns, ''],
    [
      t('stock.card.expire'),
      store.money(data.willExpire.valueCents),
      t('stock.card.expire.detail', { lots: data.willExpire.lots, back: data.willExpire.canGoBack }),
      data.willExpire.valueCents > 0 ? 'text-warn' : '',
    ],
    [
      t('stock.card.order'),
      t('stock.card.order.lines', { count: data.toOrder.lines }),
      store.money(data.toOrder.costCents),
      '',
    ],
    [
      t('stock.card.count'),
      String(data.discrepancies),
      t('stock.card.quarantined', { lots: data.quarantinedLots }),
      data.discrepancies > 0 ? 'ink-clash' : '',
    ],
  ] as const;
  return (
    <div className="grid grid-cols-4 gap-3">
      {cards.map(([label, figure, detail, tone]) => (
        <Card key={label} aria-label={label}>
          <div className="cap">{label}</div>
          <div className={`mt-0.5 text-[1.25rem] font-[620] ${tone}`}>{figure}</div>
          <div className="text-ink-2">{detail}</div>
        </Card>
      ))}
    </div>
  );
}
