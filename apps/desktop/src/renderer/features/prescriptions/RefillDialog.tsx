import { Button, Dialog, Select, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';

const earlyReasons = ['vacation', 'lost', 'dose-change', 'long-term-care', 'disaster', 'other'] as const;

export function RefillDialog({ rx, onClose }: { rx: RxDetail; onClose: () => void }) {
  const { date } = useStore();
  const [early, setEarly] = useState<(typeof earlyReasons)[number] | 'none'>('none');
  const [note, setNote] = useState('');
  const refill = useCommand(client.prescriptions.refill, (answer) => {
    showToast({ tone: 'ok', text: t('refill.done', { n: answer.fillNumber }) });
    onClose();
  });
  const submit = () =>
    void refill.run({ id: rx.id, earlyReason: early === 'none' ? undefined : { reasonCode: early, note } });
  const tooSoon = refill.problem?.kind === 'refusal' && refill.problem.code === 'refill-too-soon';
  const data = refill.problem?.kind === 'refusal' ? refill.problem.data : {};
  return (
    <Dialog
      title={t('refill.title')}
      isOpen
      onClose={onClose}
      footer={
        <Button tone="go" keys="Ctrl+Enter" isBusy={refill.isBusy} onPress={submit} autoFocus>
          {t('refill.go')}
        </Button>
      }
    >
      <p>{t('refill.remaining', { count: rx.refillsRemaining })}</p>
      <ProblemNotice problem={refill.problem} onRetry={submit}>
        {tooSoon ? t('refill.dueOn', { date: date(String(data.dueOn)), calculation: String(data.calculation) }) : null}
      </ProblemNotice>
      <Select
        label={t('refill.early')}
        options={[
          { value: 'none' as const, label: t('refill.early.none') },
          ...earlyReasons.map((value) => ({ value, label: t(`refill.early.${value}`) })),
        ]}
        value={early}
        onChange={setEarly}
      />
      {early === 'none' ? null : (
        <TextField label={t('common.note')} isOptional value={note} onChange={setNote} maxLength={300} />
      )}
    </Dialog>
  );
}
