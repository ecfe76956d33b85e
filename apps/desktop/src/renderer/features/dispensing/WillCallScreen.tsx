import {
  Button,
  Card,
  Checkbox,
  type Column,
  DataTable,
  EmptyState,
  KeyValue,
  type TableHandle,
  Tag,
  TextField,
  useShortcut,
} from '@apotheca/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, type client } from '../../client.ts';
import { useDraft, usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { PatientHead } from '../../work/PatientHead.tsx';
import { QueryView } from '../../work/QueryView.tsx';
import { DrugName, placeText, quantityText, RxNumber, ScheduleTag } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { type Store, useStore } from '../../work/use-store.ts';
import { ReturnDialog } from './ReturnDialog.tsx';

export type Bag = Awaited<ReturnType<typeof client.dispensing.fills>>['items'][number];

const start = { text: '', dueOnly: false, selected: null as string | null };
const rowKey = (bag: Bag) => bag.fillId;

/** What waits to be collected, where it hangs and when it goes back. */
export function WillCallScreen() {
  const view = useDraft('will-call-view', start);
  const { value: filter, change } = view;
  const q = useLater(filter.text.trim(), 120);
  const store = useStore();
  const field = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  // Pinned when the dialog opens: the list may change under it, and then another bag is chosen.
  const [returning, setReturning] = useState<Bag | null>(null);
  const navigate = useNavigate();
  const may = usePermission();
  const query = useInfiniteQuery(
    api.dispensing.fills.infiniteOptions({
      input: (cursor: string | undefined) => ({
        q: q || undefined,
        dueForReturn: filter.dueOnly || undefined,
        limit: 200,
        cursor,
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const bags = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const bag = bags.find((one) => one.fillId === filter.selected) ?? null;
  const columns = useMemo(() => bagColumns(store), [store]);
  const select = useCallback((selected: string | null) => change({ selected }), [change]);
  const open = (one: Bag) => void navigate(`/till?rx=${one.prescriptionId}`);
  useShortcut('ArrowDown', t('queue.arrows'), () => table.current?.press('ArrowDown'));
  useShortcut('ArrowUp', t('queue.arrows'), () => table.current?.press('ArrowUp'), { hidden: true });

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-4">
        <h1>{t('willCall.title')}</h1>
        <div className="w-80">
          <TextField
            ref={field}
            label={t('willCall.find')}
            isLabelHidden
            placeholder={t('willCall.find')}
            value={filter.text}
            onChange={(text) => change({ text })}
            onEnter={() => table.current?.focus()}
          />
        </div>
        <Button keys="/" onPress={() => field.current?.focus()}>
          {t('queue.filter')}
        </Button>
        <Checkbox isSelected={filter.dueOnly} onChange={(dueOnly) => change({ dueOnly })}>
          {t('willCall.due')}
        </Checkbox>
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_19.75rem]">
        <div className="card min-h-72 overflow-hidden">
          <QueryView query={query}>
            {() => (
              <DataTable
                ref={table}
                aria-label={t('willCall.title')}
                columns={columns}
                rows={bags}
                rowKey={rowKey}
                selectedKey={filter.selected}
                onSelect={select}
                onOpen={open}
                autoFocus
                empty={<EmptyState title={t(filter.text ? 'willCall.empty.filtered' : 'willCall.empty')} />}
              />
            )}
          </QueryView>
        </div>
        {bag ? (
          <Card aria-label={t('willCall.summary')} className="flex flex-col gap-3">
            <div className="card-head">
              <h2 className="text-[1.0625rem]">{bag.binLocation ? placeText(bag.binLocation) : '—'}</h2>
              <RxNumber rxNumber={bag.rxNumber} />
            </div>
            <PatientHead patientId={bag.patientId} name={bag.patientName} birthDate={bag.birthDate} />
            <KeyValue
              rows={[
                [t('rx.drug'), <DrugName key="drug" name={bag.productName} />],
                [t('rx.quantity'), quantityText(bag.quantity)],
                [t('willCall.col.pays'), store.money(bag.dueCents)],
                [
                  t('willCall.col.since'),
                  `${store.moment(bag.readyAt)} · ${t('willCall.days', { count: bag.ageDays })}`,
                ],
                [t('willCall.col.return'), store.day(bag.returnOn)],
              ]}
            />
            <BagTags bag={bag} />
            <div className="mt-auto grid gap-2">
              <Button tone="go" isWide keys="Enter" onPress={() => open(bag)}>
                {t('willCall.handOver')}
              </Button>
              <div className="flex gap-2">
                <Button isWide keys="R" isDisabled={!may('dispensing.return')} onPress={() => setReturning(bag)}>
                  {t('willCall.return')}
                </Button>
                <Button isWide keys="O" onPress={() => void navigate(`/rx/${bag.prescriptionId}`)}>
                  {t('queue.page')}
                </Button>
              </div>
            </div>
          </Card>
        ) : (
          <Card aria-label={t('willCall.summary')}>
            <EmptyState title={t('queue.summary.none')} />
          </Card>
        )}
      </div>
      {returning ? <ReturnDialog key={returning.fillId} bag={returning} onClose={() => setReturning(null)} /> : null}
    </>
  );
}

function BagTags({ bag }: { bag: Bag }) {
  return (
    <div className="flex flex-wrap gap-1.5">
      <ScheduleTag schedule={bag.schedule} />
      {bag.isRefrigerated ? <Tag tone="info">{t('willCall.fridge')}</Tag> : null}
      {bag.needsCounseling ? <Tag tone="go">{t('willCall.counsel')}</Tag> : null}
      {bag.owedQuantity > 0 ? (
        <Tag tone="warn">{t('willCall.owed', { quantity: quantityText(bag.owedQuantity) })}</Tag>
      ) : null}
      {bag.isBinShared ? <Tag>{t('willCall.shared')}</Tag> : null}
    </div>
  );
}

function bagColumns(store: Store): readonly Column<Bag>[] {
  return [
    {
      id: 'bin',
      header: t('willCall.col.bin'),
      width: '5rem',
      sortValue: (b) => b.binLocation,
      cell: (b) => <b>{b.binLocation ?? '—'}</b>,
    },
    {
      id: 'patient',
      header: t('willCall.col.patient'),
      width: 'minmax(9rem,1fr)',
      sortValue: (b) => b.patientName,
      cell: (b) => b.patientName,
    },
    {
      id: 'drug',
      header: t('willCall.col.drug'),
      width: 'minmax(11rem,1.6fr)',
      sortValue: (b) => b.productName,
      cell: (b) => <DrugName name={b.productName} isShort />,
    },
    {
      id: 'quantity',
      header: t('willCall.col.quantity'),
      width: '4rem',
      align: 'end',
      cell: (b) => quantityText(b.quantity),
    },
    {
      id: 'pays',
      header: t('willCall.col.pays'),
      width: '5rem',
      align: 'end',
      sortValue: (b) => b.dueCents,
      cell: (b) => store.money(b.dueCents),
    },
    {
      id: 'since',
      header: t('willCall.col.since'),
      width: '6.5rem',
      sortValue: (b) => b.readyAt,
      cell: (b) => store.moment(b.readyAt),
      fromRem: 50,
    },
    {
      id: 'return',
      header: t('willCall.col.return'),
      width: '6rem',
      sortValue: (b) => b.returnOn,
      cell: (b) => <span className={b.isReturnDue ? 'ink-late font-[600]' : undefined}>{store.day(b.returnOn)}</span>,
    },
  ];
}
