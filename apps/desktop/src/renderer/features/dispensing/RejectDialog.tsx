import { Button, Dialog, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

/** Sends a fill back with the reason the technician needs; the stock comes back by itself. */
export function RejectDialog(props: { fillId: string; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const reject = useCommand(client.dispensing.verify, () => {
    showToast({ tone: 'ok', text: t('verify.back.done') });
    props.onDone();
  });
  const submit = () => void reject.run({ id: props.fillId, approved: false, reason });
  return (
    <Dialog
      title={t('verify.back.title')}
      isOpen
      onClose={props.onClose}
      footer={
        <Button tone="no" keys="Ctrl+Enter" isDisabled={reason.trim() === ''} isBusy={reject.isBusy} onPress={submit}>
          {t('verify.back.go')}
        </Button>
      }
    >
      <TextField
        label={t('verify.back.reason')}
        rows={2}
        value={reason}
        onChange={setReason}
        maxLength={300}
        autoFocus
      />
      <ProblemNotice problem={reject.problem} onRetry={submit} />
    </Dialog>
  );
}
