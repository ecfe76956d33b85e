import { Button, Dialog, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import type { Batch } from './types.ts';

/** Takes a lot out of use, or puts it back, with the reason. */
export function StatusDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const status = batch.status === 'available' ? ('quarantined' as const) : ('available' as const);
  const [reason, setReason] = useState('');
  const change = useCommand(client.inventory.setStatus, onClose);
  const submit = () => void change.run({ id: batch.batchId, status, reason: reason.trim() });
  return (
    <Dialog
      isOpen
      isFirm
      title={t('stock.status.title', { lot: batch.lotNumber, status: t(`stock.status.${status}`) })}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            tone="go"
            keys="Ctrl+Enter"
            keyOptions={{ whileTyping: true }}
            isDisabled={reason.trim() === ''}
            isBusy={change.isBusy}
            onPress={submit}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <TextField autoFocus label={t('common.reason')} value={reason} onChange={setReason} onEnter={submit} />
        <ProblemNotice problem={change.problem} />
      </div>
    </Dialog>
  );
}
