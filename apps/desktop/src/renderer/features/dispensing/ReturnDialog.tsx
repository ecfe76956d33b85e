import { Button, Dialog, Notice, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { quantityText, RxNumber } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { Bag } from './WillCallScreen.tsx';

/** Gives a bag back to stock; then says what to write on the returned bottle. */
export function ReturnDialog({ bag, onClose }: { bag: Bag; onClose: () => void }) {
  const { date } = useStore();
  const [reason, setReason] = useState<string>(t('willCall.return.default'));
  const [labels, setLabels] = useState<Awaited<ReturnType<typeof client.dispensing.returnToStock>>['stockLabels']>([]);
  const give = useCommand(client.dispensing.returnToStock, (answer) => {
    showToast({ tone: 'ok', text: t('willCall.return.done') });
    if (answer.stockLabels.length === 0) onClose();
    else setLabels(answer.stockLabels);
  });
  const submit = () => void give.run({ id: bag.fillId, reason });
  const isDone = labels.length > 0;
  return (
    <Dialog
      title={t('willCall.return.title')}
      isOpen
      onClose={onClose}
      footer={
        isDone ? (
          <Button tone="go" keys="Enter" onPress={onClose} autoFocus>
            {t('common.close')}
          </Button>
        ) : (
          <Button
            tone="go"
            keys="Ctrl+Enter"
            isBusy={give.isBusy}
            isDisabled={reason.trim().length < 3}
            onPress={submit}
          >
            {t('willCall.return')}
          </Button>
        )
      }
    >
      {isDone ? (
        <>
          <b>{t('willCall.return.labels')}</b>
          {labels.map((label) => (
            <div key={label.lotNumber} className="paper">
              <b>{label.name}</b>
              <div className="mono">
                {label.ndc} · {label.lotNumber}
              </div>
              <div>
                {quantityText(label.quantity)} · {t('willCall.return.useBy', { date: date(label.useBy) })}
              </div>
            </div>
          ))}
        </>
      ) : (
        <>
          <p>
            <RxNumber rxNumber={bag.rxNumber} /> · {bag.patientName} · <b>{bag.productName}</b> ×{' '}
            {quantityText(bag.quantity)}
          </p>
          <Notice>{t('willCall.return.lead')}</Notice>
          <TextField
            label={t('willCall.return.reason')}
            value={reason}
            onChange={setReason}
            maxLength={300}
            autoFocus
          />
          <ProblemNotice problem={give.problem} onRetry={submit} />
        </>
      )}
    </Dialog>
  );
}
