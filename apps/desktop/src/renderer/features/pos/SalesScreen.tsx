import {
  Button,
  Card,
  type Column,
  DataTable,
  DateField,
  EmptyState,
  type TableHandle,
  Tag,
  useShortcut,
} from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { printPdf } from '../../work/print-pdf.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { toastProblem } from '../../work/toast-problem.ts';
import { useCommand } from '../../work/use-command.ts';
import { type Store, useStore } from '../../work/use-store.ts';
import { UndoLineDialog } from './UndoLineDialog.tsx';

export type Sale = Awaited<ReturnType<typeof client.pos.sales>>['items'][number];
export type SaleLine = Sale['lines'][number];

const rowKey = (sale: Sale) => sale.saleId;

/** Sales of a day; from here a receipt is printed again, a fill voided, an item refunded. */
export function SalesScreen() {
  const store = useStore();
  const navigate = useNavigate();
  const [date, setDate] = useState(store.today);
  const [selected, select] = useState<string | null>(null);
  const table = useRef<TableHandle>(null);
  const query = useQuery(api.pos.sales.queryOptions({ input: { date: date || store.today, limit: 500 } }));
  const columns = useMemo(() => saleColumns(store), [store]);
  const sale = query.data?.items.find((one) => one.saleId === selected) ?? null;
  useShortcut('ArrowDown', t('queue.arrows'), () => table.current?.press('ArrowDown'));
  useShortcut('ArrowUp', t('queue.arrows'), () => table.current?.press('ArrowUp'), { hidden: true });
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-4">
        <h1 className="pb-1.5">{t('sales.title')}</h1>
        <div className="w-44">
          <DateField
            label={t('sales.date')}
            isLabelHidden
            value={date}
            onChange={setDate}
            today={store.today}
            order={store.dateOrder}
            pastOnly
          />
        </div>
        <Button className="ml-auto" keys="Escape" onPress={() => void navigate('/till')}>
          {t('common.back')}
        </Button>
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="card min-h-72 overflow-hidden">
          <QueryView query={query}>
            {({ items }) => (
              <DataTable
                ref={table}
                aria-label={t('sales.title')}
                columns={columns}
                rows={items}
                rowKey={rowKey}
                selectedKey={selected}
                onSelect={select}
                autoFocus
                empty={<EmptyState title={t('sales.empty')} />}
              />
            )}
          </QueryView>
        </div>
        {sale ? <SaleDetail key={sale.saleId} sale={sale} /> : null}
      </div>
    </>
  );
}

function SaleDetail({ sale }: { sale: Sale }) {
  const { money, moment } = useStore();
  const may = usePermission();
  const [undoing, setUndoing] = useState<SaleLine | null>(null);
  const undoable = sale.lines.filter((line) => !line.isRefunded && line.kind !== 'account-payment');
  const receipt = useCommand(client.pos.receipt, (answer) => printPdf(answer.document.base64), toastProblem);
  return (
    <Card
      title={<h2 className="mono">{sale.receiptNumber}</h2>}
      side={<StatusTag sale={sale} />}
      className="flex flex-col gap-3 overflow-auto"
    >
      <p className="muted">
        {moment(sale.at)} · {sale.cashier}
      </p>
      <ul className="grid">
        {sale.lines.map((line) => (
          <li key={line.lineId} className="flex items-start gap-3 border-b border-line py-2">
            <span className="min-w-0 flex-1">
              {line.description}
              {line.isRefunded ? <span className="faint"> · {t('sales.refunded')}</span> : null}
            </span>
            <span className="num">{money(line.amountCents + line.taxCents)}</span>
            {undoable.includes(line) ? (
              <Button
                size="small"
                tone="quiet"
                keys={undoable[0] === line ? 'V' : undefined}
                aria-label={`${t(line.kind === 'fill' ? 'sales.void' : 'sales.refund')}: ${line.description}`}
                isDisabled={!may('pos.refund')}
                onPress={() => setUndoing(line)}
              >
                {t(line.kind === 'fill' ? 'sales.void' : 'sales.refund')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {sale.payments.map((payment) => (
        <div key={payment.method} className="flex justify-between">
          <span className="muted">{t(`till.method.${payment.method}`)}</span>
          <span className="num">{money(payment.amountCents)}</span>
        </div>
      ))}
      {sale.refunds.map((refund) => (
        <div key={refund.refundId} className="flex justify-between gap-3">
          <span className="muted">
            {moment(refund.at)} · {refund.byUser} · {refund.reason}
          </span>
          <span className="num ink-late">{money(-refund.amountCents)}</span>
        </div>
      ))}
      <div className="mt-auto">
        <Button isWide keys="P" isBusy={receipt.isBusy} onPress={() => void receipt.run({ id: sale.saleId })}>
          {t('till.receipt.print')}
        </Button>
      </div>
      {undoing ? <UndoLineDialog sale={sale} line={undoing} onClose={() => setUndoing(null)} /> : null}
    </Card>
  );
}

function StatusTag({ sale }: { sale: Sale }) {
  return <Tag tone={sale.status === 'sold' ? 'ok' : 'warn'}>{t(`sales.status.${sale.status}`)}</Tag>;
}

function saleColumns(store: Store): readonly Column<Sale>[] {
  return [
    { id: 'time', header: t('sales.time'), width: '4.5rem', sortValue: (s) => s.at, cell: (s) => store.time(s.at) },
    {
      id: 'receipt',
      header: t('sales.receipt'),
      width: '9rem',
      sortValue: (s) => s.receiptNumber,
      cell: (s) => <span className="mono">{s.receiptNumber}</span>,
    },
    {
      id: 'lines',
      header: t('sales.lines'),
      width: 'minmax(12rem,1fr)',
      cell: (s) => s.lines.map((line) => line.description).join(', '),
    },
    {
      id: 'cashier',
      header: t('sales.cashier'),
      width: '9rem',
      sortValue: (s) => s.cashier,
      cell: (s) => s.cashier,
      fromRem: 44,
    },
    {
      id: 'total',
      header: t('sales.total'),
      width: '6rem',
      align: 'end',
      sortValue: (s) => s.totalCents,
      cell: (s) => store.money(s.totalCents),
    },
    { id: 'status', header: t('sales.status'), width: '7rem', cell: (s) => <StatusTag sale={s} /> },
  ];
}
