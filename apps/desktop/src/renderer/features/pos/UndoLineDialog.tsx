import { Button, Checkbox, Dialog, Notice, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { Sale, SaleLine } from './SalesScreen.tsx';

/** A prescription is voided (claim, stock and sale follow); a shelf item is refunded. */
export function UndoLineDialog({ sale, line, onClose }: { sale: Sale; line: SaleLine; onClose: () => void }) {
  const { money } = useStore();
  const [reason, setReason] = useState('');
  const [isGone, setGone] = useState(true);
  const [isRestocked, setRestocked] = useState(false);
  const done = (cents: number) => {
    showToast({ tone: 'ok', text: t('sales.undo.done', { money: money(cents) }) });
    onClose();
  };
  const voidFill = useCommand(client.dispensing.void, (answer) => done(answer.refundedCents));
  const refund = useCommand(client.pos.refund, (answer) => done(answer.amountCents));
  const isFill = line.fillId !== null;
  function submit() {
    if (line.fillId) void voidFill.run({ id: line.fillId, reason, leftPharmacy: isGone });
    else void refund.run({ id: sale.saleId, lineIds: [line.lineId], reason, restock: isRestocked });
  }
  return (
    <Dialog
      title={t(isFill ? 'sales.undo.title.fill' : 'sales.undo.title.item')}
      isOpen
      onClose={onClose}
      footer={
        <Button
          tone="no"
          keys="Ctrl+Enter"
          isDisabled={reason.trim().length < 3}
          isBusy={voidFill.isBusy || refund.isBusy}
          onPress={submit}
        >
          {t(isFill ? 'sales.void' : 'sales.refund')}
        </Button>
      }
    >
      <p>
        <b>{line.description}</b> {money(line.amountCents + line.taxCents)}
      </p>
      {isFill ? <Notice>{t('sales.undo.lead.fill')}</Notice> : null}
      <TextField label={t('sales.undo.reason')} value={reason} onChange={setReason} maxLength={300} autoFocus />
      {isFill ? (
        <Checkbox isSelected={isGone} onChange={setGone}>
          {t('sales.undo.left')}
        </Checkbox>
      ) : (
        <Checkbox isSelected={isRestocked} onChange={setRestocked}>
          {t('sales.undo.restock')}
        </Checkbox>
      )}
      <ProblemNotice problem={voidFill.problem ?? refund.problem} onRetry={submit} />
    </Dialog>
  );
}
