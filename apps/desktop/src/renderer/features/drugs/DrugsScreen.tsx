import { Button, Card, type Column, DataTable, EmptyState, type TableHandle, TextField, useScan } from '@apotheca/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useParams } from 'react-router';
import { api, type client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { DrugName, ScheduleTag } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { DrugImport } from './DrugImport.tsx';
import { DrugPanel } from './DrugPanel.tsx';
import { Editions } from './Editions.tsx';

type Drug = Awaited<ReturnType<typeof client.drugs.search>>['items'][number];

export function DrugsScreen() {
  const { key } = useParams();
  const may = usePermission();
  const [q, setQ] = useState(key ?? '');
  const [selected, setSelected] = useState<string | null>(key ?? null);
  const [open, setOpen] = useState<'import' | 'editions' | null>(null);
  const find = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const typed = useLater(q.trim(), 120);
  useScan((text) => {
    setQ(text);
    return true;
  });
  const query = useInfiniteQuery(
    api.drugs.search.infiniteOptions({
      input: (cursor: string | undefined) => ({ q: typed, limit: 100, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Drug>[] = [
    {
      id: 'name',
      header: t('drugs.name'),
      width: 'minmax(14rem,1.6fr)',
      cell: (row) => (
        <span className="truncate">
          <DrugName name={row.displayName} /> <ScheduleTag schedule={row.schedule} />
        </span>
      ),
    },
    {
      id: 'form',
      header: t('drugs.form'),
      width: 'minmax(8rem,1fr)',
      fromRem: 46,
      cell: (row) => <span className="truncate">{row.doseForm.toLowerCase()}</span>,
    },
    {
      id: 'labeler',
      header: t('drugs.labeler'),
      width: 'minmax(8rem,1fr)',
      fromRem: 40,
      cell: (row) => <span className="truncate">{row.labeler}</span>,
    },
    {
      id: 'ndc',
      header: t('drugs.ndc'),
      width: '9rem',
      cell: (row) => <span className="mono">{row.ndcLabel ?? row.product ?? row.key}</span>,
    },
    { id: 'te', header: t('drugs.te'), width: '4rem', cell: (row) => row.teCode ?? '' },
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1>{t('drugs.title')}</h1>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: passes the moving keys of the field inside on to the list */}
        <div
          className="w-[26rem]"
          onKeyDown={(event) => {
            if (!['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'].includes(event.key)) return;
            event.preventDefault();
            table.current?.press(event.key);
          }}
        >
          <TextField
            ref={find}
            autoFocus
            isLabelHidden
            keepsScan
            label={t('drugs.find')}
            placeholder={t('drugs.find')}
            value={q}
            onChange={setQ}
          />
        </div>
        <div className="ml-auto flex gap-2">
          <Button keys="/" onPress={() => find.current?.focus()}>
            {t('common.find')}
          </Button>
          <Button keys="Alt+E" keyOptions={{ whileTyping: true }} onPress={() => setOpen('editions')}>
            {t('drugs.editions')}
          </Button>
          {may('drugs.import') ? (
            <Button keys="Alt+I" keyOptions={{ whileTyping: true }} onPress={() => setOpen('import')}>
              {t('drugs.import')}
            </Button>
          ) : null}
        </div>
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_30rem] gap-3.5">
        <div className="card min-h-0 flex-1 overflow-hidden">
          <DataTable
            ref={table}
            aria-label={t('drugs.list')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.key}
            selectedKey={selected}
            onSelect={setSelected}
            onNearEnd={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
            isQuiet={(row) => row.marketingStatus === 'discontinued'}
            empty={query.isPending ? null : <EmptyState title={t('drugs.none')}>{t('drugs.none.next')}</EmptyState>}
          />
        </div>
        <Card className="min-h-0 overflow-auto">{selected ? <DrugPanel key={selected} drug={selected} /> : null}</Card>
      </div>
      {open === 'import' ? <DrugImport onClose={() => setOpen(null)} /> : null}
      {open === 'editions' ? <Editions onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
