import { Button, showToast, useScan } from '@apotheca/ui';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { readLabelCode } from '../../work/label-code.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { CartCard } from './CartCard.tsx';
import { CollectCard } from './CollectCard.tsx';
import { DrawerState } from './DrawerState.tsx';
import { PaymentCard } from './PaymentCard.tsx';
import { ReceiptPanel } from './ReceiptPanel.tsx';
import { changeCents, emptyTill, sellInput, type TillForm } from './till-form.ts';
import { useCart } from './use-cart.ts';

export interface CheckoutProps {
  readonly form: TillForm;
  readonly change: (part: Partial<TillForm>) => void;
  readonly clear: () => void;
}

/** Left what is sold, in the middle who collects, right the money; one key ends it. */
export function Checkout({ form, change, clear }: CheckoutProps) {
  const navigate = useNavigate();
  const cart = useCart(form);
  const find = useRef<HTMLInputElement>(null);
  const [sold, setSold] = useState<{ saleId: string; changeCents: number } | null>(null);
  const recover = useCommand(client.pos.recoverCardPayment);
  const sell = useCommand(client.dispensing.sell, (answer) => {
    setSold({ saleId: answer.saleId, changeCents: answer.changeCents });
    clear();
  });
  const { totalCents } = cart;
  const isEmpty = form.fillIds.length === 0 && form.items.length === 0;
  const isShort = changeCents(form, totalCents) < 0;
  const isReady = cart.isReady && !isEmpty && !isShort;

  useScan((code) => {
    void addScanned(code);
    return true;
  });

  async function addScanned(code: string) {
    const found = await client.dispensing
      .fills({ q: readLabelCode(code)?.rxNumber ?? code, limit: 2 })
      .catch(() => null);
    const bag = found?.items.length === 1 ? found.items[0] : undefined;
    if (bag) {
      const isOther = form.patientId !== null && form.patientId !== bag.patientId;
      const fillIds = isOther ? [bag.fillId] : [...new Set([...form.fillIds, bag.fillId])];
      change({ ...(isOther ? emptyTill : {}), fillIds, patientId: bag.patientId, text: bag.patientName });
      return;
    }
    await addItem(code);
  }

  async function addItem(code: string) {
    const items = [...form.items, { item: code, packages: 1 }];
    const isPriced = await client.pos.quote({ items: [{ item: code }] }).then(
      () => true,
      () => false,
    );
    if (isPriced) change({ items, ...(form.patientId === null ? { text: '' } : {}) });
    else showToast({ tone: 'warn', text: t('till.scan.unknown'), detail: code });
  }

  const input = sellInput(form, totalCents);
  const submit = () => void sell.run(input);
  const unknownCard =
    sell.problem?.kind === 'refusal' && sell.problem.code === 'card-unknown'
      ? String(sell.problem.data.cardPaymentId)
      : null;

  if (sold) {
    return (
      <ReceiptPanel
        saleId={sold.saleId}
        changeCents={sold.changeCents}
        onNext={() => {
          setSold(null);
          setTimeout(() => find.current?.focus());
        }}
      />
    );
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h1>{t('till.title')}</h1>
        <DrawerState />
        <Button className="ml-auto" keys="Alt+S" onPress={() => void navigate('/till/sales')}>
          {t('till.sales')}
        </Button>
      </div>
      <div className="grid flex-1 content-start gap-3 md:grid-cols-2 xl:grid-cols-[1.2fr_1fr_22.5rem]">
        <CartCard form={form} change={change} cart={cart} fieldRef={find} onItem={(code) => void addItem(code)} />
        <CollectCard form={form} change={change} bags={cart.bags} problem={sell.problem} />
        <PaymentCard form={form} change={change} totalCents={totalCents} />
      </div>
      <div className="action-bar">
        <div className="grid w-full gap-2 empty:hidden">
          <ProblemNotice problem={sell.problem} onRetry={submit}>
            {unknownCard ? (
              <Button
                size="small"
                isBusy={recover.isBusy}
                onPress={() => {
                  void recover.run({ id: unknownCard }).then((payment) => {
                    if (payment?.status === 'authorized') submit();
                  });
                }}
              >
                {t('till.card.recover')}
              </Button>
            ) : null}
          </ProblemNotice>
          <ProblemNotice problem={recover.problem} />
        </div>
        <Button keys="Escape" onPress={() => void navigate('/will-call')}>
          {t('common.back')}
        </Button>
        <Button tone="quiet" isDisabled={isEmpty} onPress={() => clear()}>
          {t('intake.clear')}
        </Button>
        <Button
          tone="go"
          size="large"
          className="ml-auto"
          keys="Ctrl+Enter"
          isDisabled={!isReady}
          isBusy={sell.isBusy}
          onPress={submit}
        >
          {t(form.fillIds.length > 0 ? 'till.go' : 'till.go.item')}
        </Button>
      </div>
    </>
  );
}
