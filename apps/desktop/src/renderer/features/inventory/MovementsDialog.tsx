import { Button, type Column, DataTable, Dialog } from '@apotheca/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';
import type { Batch } from './types.ts';

type Movement = Awaited<ReturnType<typeof client.inventory.movements>>['items'][number];

/** Every movement behind the number, newest first. */
export function MovementsDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const store = useStore();
  const [selected, setSelected] = useState<string | null>(null);
  const query = useInfiniteQuery(
    api.inventory.movements.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: batch.batchId, limit: 100, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const columns: readonly Column<Movement>[] = [
    { id: 'at', header: t('stock.movement.at'), width: '8.5rem', cell: (row) => store.moment(row.at) },
    {
      id: 'delta',
      header: t('stock.movement.delta'),
      width: '5rem',
      align: 'end',
      cell: (row) => (row.delta > 0 ? `+${row.delta}` : row.delta),
    },
    { id: 'balance', header: t('stock.movement.balance'), width: '5rem', align: 'end', cell: (row) => row.balance },
    { id: 'reason', header: t('stock.movement.reason'), width: 'minmax(8rem,1fr)', cell: (row) => row.reason },
    {
      id: 'reference',
      header: t('stock.movement.reference'),
      width: 'minmax(8rem,1fr)',
      cell: (row) => <span className="mono truncate">{row.reference.id}</span>,
    },
    { id: 'who', header: t('stock.movement.who'), width: '9rem', cell: (row) => row.user.name },
  ];
  return (
    <Dialog
      isOpen
      size="wide"
      title={t('stock.movements.of', { lot: batch.lotNumber })}
      onClose={onClose}
      footer={
        <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <div className="flex h-[28rem] flex-col">
        <DataTable
          aria-label={t('stock.movements')}
          columns={columns}
          rows={query.data?.pages.flatMap((page) => page.items) ?? []}
          rowKey={(row) => row.id}
          selectedKey={selected}
          onSelect={setSelected}
          onNearEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
          autoFocus
        />
      </div>
    </Dialog>
  );
}
