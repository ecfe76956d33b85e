import { Button, type Column, DataTable, EmptyState, type TableHandle, Tag, TextField } from '@apotheca/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { api } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import { FhirImport } from './FhirImport.tsx';
import { PatientForm } from './PatientForm.tsx';
import type { PatientRow } from './types.ts';

/** Search as you type; arrows and Enter work from the search field itself. */
export function PatientsScreen() {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const may = usePermission();
  const store = useStore();
  const [q, setQ] = useState(params.get('q') ?? '');
  const [selected, setSelected] = useState<string | null>(null);
  const [isImporting, setImporting] = useState(false);
  const table = useRef<TableHandle>(null);
  const find = useRef<HTMLInputElement>(null);
  const typed = useLater(q.trim(), 120);
  const isAdding = params.get('new') !== null;
  const query = useInfiniteQuery(
    api.patients.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ q: typed, limit: 100, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  /** Enter waits for the findings of what is typed: those of an earlier text are other people. */
  const [isAwaited, setAwaited] = useState(false);
  const isStale = typed !== q.trim() || query.isPlaceholderData || query.isPending;
  useEffect(() => {
    if (!isAwaited || isStale) return;
    setAwaited(false);
    table.current?.press('Enter');
  }, [isAwaited, isStale]);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (row: PatientRow) => void navigate(`/patients/${row.id}`);
  const columns: readonly Column<PatientRow>[] = [
    {
      id: 'name',
      header: t('patients.name'),
      width: 'minmax(12rem,1fr)',
      cell: (row) => (
        <span>
          <b>{row.name.family}</b>
          {row.name.given ? `, ${row.name.given}` : ''} {row.deceased ? <Tag>{t('patients.deceased')}</Tag> : null}
        </span>
      ),
    },
    { id: 'birth', header: t('patients.birth'), width: '8rem', cell: (row) => store.date(row.birthDate) },
    { id: 'sex', header: t('patients.sex'), width: '5rem', cell: (row) => t(`patient.sex.${row.sex}`) },
    {
      id: 'phone',
      header: t('patients.phone'),
      width: '9rem',
      cell: (row) => <span className="mono">{row.phone ?? ''}</span>,
    },
    {
      id: 'city',
      header: t('patients.city'),
      width: '12rem',
      fromRem: 48,
      cell: (row) => [row.city, row.state].filter(Boolean).join(' '),
    },
  ];

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1>{t('patients.title')}</h1>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: passes the moving keys of the field inside on to the list */}
        <div
          className="w-[28rem]"
          onKeyDown={(event) => {
            if (!['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Enter'].includes(event.key)) return;
            event.preventDefault();
            if (event.key === 'Enter' && isStale) setAwaited(true);
            else table.current?.press(event.key);
          }}
        >
          <TextField
            ref={find}
            autoFocus
            isLabelHidden
            label={t('patients.find')}
            placeholder={t('patients.find')}
            value={q}
            onChange={(text) => {
              setQ(text);
              setAwaited(false);
            }}
          />
        </div>
        <div className="ml-auto flex gap-2">
          <Button keys="/" onPress={() => find.current?.focus()}>
            {t('common.find')}
          </Button>
          {may('patients.import') ? (
            <Button keys="Alt+I" onPress={() => setImporting(true)}>
              {t('patients.import')}
            </Button>
          ) : null}
          {may('patients.write') ? (
            <Button tone="go" keys="Alt+N" keyOptions={{ whileTyping: true }} onPress={() => setParams({ new: '' })}>
              {t('patients.add')}
            </Button>
          ) : null}
        </div>
      </div>
      <div className="card min-h-0 flex-1 overflow-hidden">
        <DataTable
          ref={table}
          aria-label={t('patients.list')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          selectedKey={selected}
          onSelect={setSelected}
          onOpen={open}
          isQuiet={(row) => row.deceased}
          onNearEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
          empty={
            query.isPending ? null : (
              <EmptyState title={typed ? t('patients.none') : t('patients.start')}>
                {typed ? t('patients.none.next') : null}
              </EmptyState>
            )
          }
        />
      </div>
      {isAdding ? (
        <PatientForm
          patient={null}
          start={q}
          onClose={() => setParams({})}
          onSaved={(patient) => void navigate(`/patients/${patient.id}`)}
        />
      ) : null}
      {isImporting ? <FhirImport onClose={() => setImporting(false)} /> : null}
    </div>
  );
}
