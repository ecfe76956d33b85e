import { Card, type Column, DataTable, EmptyState, type TableHandle, Tabs, Tag, useShortcut } from '@apotheca/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { api } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { type Store, useStore } from '../../work/use-store.ts';
import { ExceptionDetail } from './ExceptionDetail.tsx';
import type { Exception } from './types.ts';

const start = { status: 'open' as 'open' | 'resolved', selected: null as string | null };
const rowKey = (item: Exception) => item.id;

/** The inbox of what waits for a person: a list, and beside it both sides of the chosen line. */
export function ExceptionsScreen() {
  const { value: view, change } = useDraft('exceptions-view', start);
  const store = useStore();
  const table = useRef<TableHandle>(null);
  const { data: counts } = useQuery(api.exceptions.counts.queryOptions());
  const query = useInfiniteQuery(
    api.exceptions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ status: view.status, limit: 100, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const item = items.find((one) => one.id === view.selected) ?? items[0] ?? null;
  const columns = useMemo(() => columnsOf(store), [store]);
  const select = useCallback((selected: string | null) => change({ selected }), [change]);
  useShortcut('ArrowDown', t('queue.arrows'), () => table.current?.press('ArrowDown'));
  useShortcut('ArrowUp', t('queue.arrows'), () => table.current?.press('ArrowUp'), { hidden: true });
  useShortcut('R', t('exceptions.view'), () => change({ status: view.status === 'open' ? 'resolved' : 'open' }));

  return (
    <>
      <div className="mb-1 flex flex-wrap items-baseline gap-4">
        <h1>{t('exceptions.title')}</h1>
        <Tabs
          aria-label={t('exceptions.view')}
          items={[
            { id: 'open', label: t('exceptions.open'), count: counts?.open ?? 0 },
            { id: 'resolved', label: t('exceptions.resolved') },
          ]}
          value={view.status}
          onChange={(status) => change({ status })}
        />
      </div>
      <p className="mb-3 text-ink-2">{t('exceptions.lead')}</p>
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_minmax(26rem,0.9fr)]">
        <div className="card min-h-72 overflow-hidden">
          <QueryView query={query}>
            {() => (
              <DataTable
                ref={table}
                aria-label={t('exceptions.title')}
                columns={columns}
                rows={items}
                rowKey={rowKey}
                selectedKey={item?.id ?? null}
                onSelect={select}
                onNearEnd={() => {
                  if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
                }}
                autoFocus
                empty={<Empty status={view.status} />}
              />
            )}
          </QueryView>
        </div>
        <Card aria-label={t('exceptions.detail')} className="flex min-h-0 flex-col gap-3 overflow-auto">
          {item ? <ExceptionDetail key={item.id} item={item} /> : <EmptyState title={t('exceptions.none')} />}
        </Card>
      </div>
    </>
  );
}

function Empty({ status }: { status: 'open' | 'resolved' }) {
  if (status === 'resolved') return <EmptyState title={t('exceptions.empty.resolved')} />;
  return <EmptyState title={t('exceptions.empty')}>{t('exceptions.empty.next')}</EmptyState>;
}

function columnsOf(store: Store): readonly Column<Exception>[] {
  return [
    {
      id: 'kind',
      header: t('exceptions.col.kind'),
      width: '9rem',
      sortValue: (one) => one.kind,
      cell: (one) => <Tag tone={one.status === 'open' ? 'clash' : 'plain'}>{t(`exceptions.kind.${one.kind}`)}</Tag>,
    },
    {
      id: 'title',
      header: t('exceptions.col.title'),
      width: 'minmax(12rem,2fr)',
      sortValue: (one) => one.title,
      cell: (one) => one.title,
    },
    {
      id: 'patient',
      header: t('exceptions.col.patient'),
      width: 'minmax(7rem,1fr)',
      sortValue: (one) => one.patient?.name ?? '',
      cell: (one) => one.patient?.name ?? '',
      fromRem: 38,
    },
    {
      id: 'since',
      header: t('exceptions.col.since'),
      width: '6.5rem',
      sortValue: (one) => one.since,
      cell: (one) => store.moment(one.since),
    },
  ];
}
