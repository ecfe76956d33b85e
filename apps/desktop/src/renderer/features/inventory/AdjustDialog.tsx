import { Button, Dialog, Notice, NumberField, Select, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { useCommand } from '../../work/use-command.ts';
import { adjustmentReasons } from './reasons.ts';
import type { Batch } from './types.ts';

type Reason = Parameters<typeof client.inventory.adjust>[0]['reason'];

/** A change with its reason; what the law asks of it (a loss to report) is shown after, and stays until read. */
export function AdjustDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const [delta, setDelta] = useState<number | null>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const [duties, setDuties] = useState<readonly { cite: string; message: string }[]>([]);
  const adjust = useCommand(client.inventory.adjust, (answer) => {
    showToast({ tone: 'ok', text: t('stock.adjust.done', { onHand: answer.onHand }) });
    if (answer.duties.length > 0) setDuties(answer.duties);
    else onClose();
  });
  function submit() {
    if (delta === null || reason === null) return;
    void adjust.run({
      batchId: batch.batchId,
      delta: delta / 1000,
      reason,
      ...(note.trim() ? { note: note.trim() } : {}),
    });
  }
  return (
    <Dialog
      isOpen
      isFirm
      title={t('stock.adjust.title', { lot: batch.lotNumber })}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.close')}
          </Button>
          {duties.length === 0 ? (
            <Button
              tone="go"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isDisabled={delta === null || reason === null}
              isBusy={adjust.isBusy}
              onPress={submit}
            >
              {t('common.save')}
            </Button>
          ) : null}
        </>
      }
    >
      {duties.length > 0 ? (
        <Notice tone="warn">
          <div className="font-[560]">{t('stock.adjust.duties')}</div>
          <ul>
            {duties.map((duty) => (
              <li key={duty.cite}>
                {duty.message} <cite className="not-italic text-ink-2">{duty.cite}</cite>
              </li>
            ))}
          </ul>
        </Notice>
      ) : (
        <div className="grid gap-3">
          <NumberField
            autoFocus
            label={t('stock.adjust.delta')}
            scale={3}
            value={delta}
            onChange={setDelta}
            error={fieldProblem(adjust.problem, 'delta')}
          />
          <Select
            label={t('common.reason')}
            options={adjustmentReasons}
            value={reason}
            onChange={setReason}
            error={fieldProblem(adjust.problem, 'reason')}
          />
          <TextField
            isOptional
            label={t('common.note')}
            rows={2}
            value={note}
            onChange={setNote}
            error={fieldProblem(adjust.problem, 'note')}
          />
          <ProblemNotice problem={adjust.problem} />
        </div>
      )}
    </Dialog>
  );
}
