import { DataTable, EmptyState, type TableHandle, useShortcut } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useStore } from '../../work/use-store.ts';
import { type QueueRow, queueColumns } from '../queue/queue-columns.tsx';

export type WorkStage = 'fill' | 'verification';

const paths: Record<WorkStage, string> = { fill: '/fill', verification: '/verify' };
const rowKey = (row: QueueRow) => row.id;

/** What waits at one stage, in the order of the queue. */
export function useWork(stage: WorkStage) {
  return useQuery(api.prescriptions.list.queryOptions({ input: { stage, limit: 200 } }));
}

/** The one after this, or the list when it was the last. */
export function nextPath(stage: WorkStage, rows: readonly QueueRow[], id: string): string {
  const index = rows.findIndex((row) => row.id === id);
  const next = rows[index + 1] ?? rows.find((row) => row.id !== id);
  return next ? `${paths[stage]}/${next.id}` : paths[stage];
}

export function WorkList({ stage, title }: { stage: WorkStage; title: string }) {
  const query = useWork(stage);
  const { nowMs } = useStore();
  const [selected, select] = useState<string | null>(null);
  const table = useRef<TableHandle>(null);
  const navigate = useNavigate();
  const columns = useMemo(() => queueColumns(nowMs), [nowMs]);
  useShortcut('ArrowDown', t('queue.arrows'), () => table.current?.press('ArrowDown'));
  useShortcut('ArrowUp', t('queue.arrows'), () => table.current?.press('ArrowUp'), { hidden: true });
  useShortcut('Enter', title, () => table.current?.press('Enter'), { hidden: true });
  return (
    <>
      <div className="mb-3 flex items-center gap-3">
        <h1>{title}</h1>
        <span className="muted">{t('work.list.hint')}</span>
      </div>
      <div className="card min-h-0 flex-1 overflow-hidden">
        <QueryView query={query}>
          {({ items }) => (
            <DataTable
              ref={table}
              aria-label={title}
              columns={columns}
              rows={items}
              rowKey={rowKey}
              selectedKey={selected}
              onSelect={select}
              onOpen={(row) => void navigate(`${paths[stage]}/${row.id}`)}
              autoFocus
              empty={<EmptyState title={t('work.list.empty')}>{t('work.list.empty.lead')}</EmptyState>}
            />
          )}
        </QueryView>
      </div>
    </>
  );
}
