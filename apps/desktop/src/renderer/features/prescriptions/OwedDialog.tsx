import { Button, Dialog, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { quantityText } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import type { RxDetail } from './AlertList.tsx';

/** The rest of a fill that will not be dispensed: it is no longer owed, and the fill counts as done. */
export function OwedDialog({ rx, onClose }: { rx: RxDetail; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const giveUp = useCommand(client.prescriptions.releaseOwed, () => {
    showToast({ tone: 'ok', text: t('owed.done') });
    onClose();
  });
  const submit = () => void giveUp.run({ id: rx.id, reason: reason.trim() });
  return (
    <Dialog
      title={t('owed.title')}
      isOpen
      onClose={onClose}
      footer={
        <Button tone="no" keys="Ctrl+Enter" isDisabled={reason.trim() === ''} isBusy={giveUp.isBusy} onPress={submit}>
          {t('owed.go')}
        </Button>
      }
    >
      <p className="muted">{t('owed.lead', { quantity: quantityText(rx.owed, rx.product?.unit ?? rx.drug?.unit) })}</p>
      <TextField label={t('owed.reason')} value={reason} onChange={setReason} maxLength={200} autoFocus />
      <ProblemNotice problem={giveUp.problem} onRetry={submit} />
    </Dialog>
  );
}
