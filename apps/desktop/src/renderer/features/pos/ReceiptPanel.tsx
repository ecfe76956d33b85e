import { Button, Card, Notice } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { printPdf } from '../../work/print-pdf.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useStore } from '../../work/use-store.ts';

/** After the sale: the change to give, the receipt to print, and on to the next person. */
export function ReceiptPanel(props: { saleId: string; changeCents: number; onNext: () => void }) {
  const { money } = useStore();
  const query = useQuery(api.pos.receipt.queryOptions({ input: { id: props.saleId } }));
  return (
    <>
      <div className="mx-auto grid w-full max-w-md gap-3 py-4">
        <Notice tone="ok">
          <b>{t('till.done')}</b>
          {props.changeCents > 0 ? (
            <div className="text-[1.375rem] font-[620]">
              {t('till.done.change', { money: money(props.changeCents) })}
            </div>
          ) : null}
        </Notice>
        <Card title={t('till.receipt')}>
          <QueryView query={query}>
            {(receipt) => (
              <div className="mt-3 grid gap-1">
                <span className="mono faint">{receipt.receiptNumber}</span>
                {receipt.lines.map((line, index) => (
                  <div key={index} className="flex justify-between gap-4">
                    <span>{line.text}</span>
                    <span className="num">{money(line.amountCents)}</span>
                  </div>
                ))}
                <div className="flex justify-between gap-4 border-t border-line pt-1.5 font-[600]">
                  <span>{t('till.total')}</span>
                  <span className="num">{money(receipt.totalCents)}</span>
                </div>
              </div>
            )}
          </QueryView>
        </Card>
      </div>
      <div className="action-bar">
        <Button
          size="large"
          className="ml-auto"
          keys="P"
          isDisabled={!query.data}
          onPress={() => {
            if (query.data) printPdf(query.data.document.base64);
          }}
        >
          {t('till.receipt.print')}
        </Button>
        <Button tone="go" size="large" keys="Ctrl+Enter" autoFocus onPress={props.onNext}>
          {t('till.next')}
        </Button>
      </div>
    </>
  );
}
