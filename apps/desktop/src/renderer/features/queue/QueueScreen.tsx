import {
  Button,
  Card,
  Checkbox,
  DataTable,
  EmptyState,
  type TableHandle,
  Tabs,
  Tag,
  TextField,
  useShortcut,
} from '@apotheca/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../client.ts';
import { useDraft, usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { workPath } from '../../work/open-rx.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { stageName } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import { QueueSummary } from './QueueSummary.tsx';
import { type QueueRow, queueColumns } from './queue-columns.tsx';
import { isFiltered, noFilter, queueInput, queueStages } from './queue-filter.ts';

const start = { ...noFilter, selected: null as string | null };
const rowKey = (row: QueueRow) => row.id;

/** The home screen: what waits, in which order, and what the chosen one needs next. */
export function QueueScreen() {
  const view = useDraft('queue-view', start);
  const { value: filter, change } = view;
  const [isFilterOpen, setFilterOpen] = useState(() => isFiltered(filter));
  const filterField = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const navigate = useNavigate();
  const may = usePermission();
  const { nowMs } = useStore();
  const text = useLater(filter.text, 120);
  const { data: counts } = useQuery(api.prescriptions.counts.queryOptions());
  const list = useInfiniteQuery(
    api.prescriptions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...queueInput({ ...filter, text }), cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const columns = useMemo(() => queueColumns(nowMs), [nowMs]);
  const selected = rows.find((row) => row.id === filter.selected) ?? null;
  const select = useCallback((key: string | null) => change({ selected: key }), [change]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  useEffect(() => {
    if (isFilterOpen) filterField.current?.focus();
  }, [isFilterOpen]);
  useShortcut('ArrowDown', t('queue.arrows'), () => table.current?.press('ArrowDown'));
  useShortcut('ArrowUp', t('queue.arrows'), () => table.current?.press('ArrowUp'), { hidden: true });
  useShortcut('Escape', t('queue.filter.clear'), closeFilter, { isDisabled: !isFilterOpen });

  function closeFilter() {
    change(({ stage, selected: key }) => ({ ...noFilter, stage, selected: key }));
    setFilterOpen(false);
    table.current?.focus();
  }
  const open = (row: QueueRow) => void navigate(workPath(row));
  const total = Object.values(counts?.stages ?? {}).reduce((sum, n) => sum + n, 0);

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1>{t('queue.title')}</h1>
        <Tabs
          aria-label={t('queue.tabs')}
          value={filter.stage}
          onChange={(stage) => change({ stage })}
          items={queueStages.map((stage) => ({
            id: stage,
            label: stage === 'all' ? t('queue.all') : stageName(stage),
            count: stage === 'all' ? total : (counts?.stages[stage] ?? 0),
          }))}
        />
        <div className="ml-auto flex items-center gap-2">
          {counts?.late ? <Tag tone="late">{t('queue.late', { count: counts.late })}</Tag> : null}
          {counts?.waiting ? <Tag tone="warn">{t('queue.waiting', { count: counts.waiting })}</Tag> : null}
          {counts?.conflicts ? <Tag tone="clash">{t('queue.conflicts', { count: counts.conflicts })}</Tag> : null}
          <Button keys="/" onPress={() => (isFilterOpen ? filterField.current?.focus() : setFilterOpen(true))}>
            {t('queue.filter')}
          </Button>
          <Button tone="go" keys="N" isDisabled={!may('prescriptions.write')} onPress={() => void navigate('/intake')}>
            {t('queue.new')}
          </Button>
        </div>
      </div>
      {isFilterOpen ? (
        <div className="mb-3 flex flex-wrap items-center gap-4">
          <div className="w-80">
            <TextField
              ref={filterField}
              label={t('queue.filter.text')}
              isLabelHidden
              placeholder={t('queue.filter.text')}
              value={filter.text}
              onChange={(next) => change({ text: next })}
              onEnter={() => table.current?.focus()}
            />
          </div>
          <Checkbox isSelected={filter.lateOnly} onChange={(lateOnly) => change({ lateOnly })}>
            {t('queue.filter.late')}
          </Checkbox>
          <Checkbox isSelected={filter.mineOnly} onChange={(mineOnly) => change({ mineOnly })}>
            {t('queue.filter.mine')}
          </Checkbox>
          <Button tone="quiet" onPress={closeFilter}>
            {t('queue.filter.clear')}
          </Button>
        </div>
      ) : null}
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_18rem] min-[1400px]:grid-cols-[minmax(0,1fr)_19.75rem]">
        <div className="card min-h-72 overflow-hidden">
          <QueryView query={list}>
            {() => (
              <DataTable
                ref={table}
                aria-label={t('queue.list')}
                columns={columns}
                rows={rows}
                rowKey={rowKey}
                selectedKey={filter.selected}
                onSelect={select}
                onOpen={open}
                onNearEnd={loadMore}
                isQuiet={(row) => row.stage === 'on-hold'}
                autoFocus={!isFilterOpen}
                empty={<EmptyState title={t(isFiltered(filter) ? 'queue.empty.filtered' : 'queue.empty')} />}
              />
            )}
          </QueryView>
        </div>
        {selected ? (
          <QueueSummary row={selected} onOpen={() => open(selected)} />
        ) : (
          <Card aria-label={t('queue.summary')}>
            <EmptyState title={t('queue.summary.none')} />
          </Card>
        )}
      </div>
    </>
  );
}
