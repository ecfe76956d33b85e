import { Button, DateField, Dialog, Select, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { RxNumber } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';

const reasons = [
  'prescriber-call',
  'renewal-pending',
  'out-of-stock',
  'too-soon',
  'prior-authorization',
  'cash-approval',
  'patient-request',
  'clinical-question',
  'other',
] as const;

export interface HoldDialogProps {
  readonly rx: { readonly id: string; readonly rxNumber: string; readonly patientName?: string | null };
  readonly onClose: () => void;
}

/** Says which prescription it is for: it may have been opened from a list that moves. */
export function HoldDialog({ rx, onClose }: HoldDialogProps) {
  const { today, dateOrder } = useStore();
  const [reason, setReason] = useState<(typeof reasons)[number]>('prescriber-call');
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const hold = useCommand(client.prescriptions.hold, () => {
    showToast({ tone: 'ok', text: t('hold.done'), detail: t(`hold.${reason}`) });
    setNote('');
    onClose();
  });
  const submit = () => void hold.run({ id: rx.id, reason, until: until || null, note: note.trim() || null });
  return (
    <Dialog
      title={t('hold.title')}
      isOpen
      onClose={onClose}
      footer={
        <Button tone="go" keys="Ctrl+Enter" isBusy={hold.isBusy} onPress={submit}>
          {t('hold.go')}
        </Button>
      }
    >
      <p>
        <RxNumber rxNumber={rx.rxNumber} /> {rx.patientName ? `· ${rx.patientName}` : ''}
      </p>
      <Select
        label={t('hold.reason')}
        options={reasons.map((value) => ({ value, label: t(`hold.${value}`) }))}
        value={reason}
        onChange={setReason}
        autoFocus
      />
      <DateField
        label={t('hold.until')}
        isOptional
        value={until}
        onChange={setUntil}
        today={today}
        order={dateOrder}
        min={today}
      />
      <TextField label={t('common.note')} isOptional rows={2} value={note} onChange={setNote} maxLength={500} />
      <ProblemNotice problem={hold.problem} onRetry={submit} />
    </Dialog>
  );
}
