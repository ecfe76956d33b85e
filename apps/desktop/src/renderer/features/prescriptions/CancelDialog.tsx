import { Button, Dialog, RadioGroup, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

const askers = ['prescriber', 'patient', 'pharmacy'] as const;

export function CancelDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [requestedBy, setRequestedBy] = useState<(typeof askers)[number]>('prescriber');
  const cancel = useCommand(client.prescriptions.cancel, () => {
    showToast({ tone: 'ok', text: t('cancelRx.done') });
    onClose();
  });
  const submit = () => void cancel.run({ id, reason, requestedBy });
  return (
    <Dialog
      title={t('cancelRx.title')}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('cancelRx.keep')}</Button>
          <Button tone="no" keys="Ctrl+Enter" isDisabled={reason.trim() === ''} isBusy={cancel.isBusy} onPress={submit}>
            {t('cancelRx.go')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('cancelRx.lead')}</p>
      <RadioGroup
        label={t('cancelRx.by')}
        options={askers.map((value) => ({ value, label: t(`cancelRx.by.${value}`) }))}
        value={requestedBy}
        onChange={setRequestedBy}
      />
      <TextField label={t('cancelRx.reason')} value={reason} onChange={setReason} maxLength={200} autoFocus />
      <ProblemNotice problem={cancel.problem} onRetry={submit} />
    </Dialog>
  );
}
