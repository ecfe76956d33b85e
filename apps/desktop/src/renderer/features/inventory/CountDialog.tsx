import { Button, Dialog, Notice, NumberField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import type { Batch } from './types.ts';

/** A blind count of one lot: the book stays hidden until the number is handed in. */
export function CountDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const [counted, setCounted] = useState<number | null>(null);
  const count = useCommand(client.inventory.count);
  const [sheet, setSheet] = useState<Awaited<ReturnType<typeof client.inventory.count>> | null>(null);
  const line = sheet?.lines[0];
  async function submit() {
    if (counted === null) return;
    const answer = await count.run({ lines: [{ batchId: batch.batchId, counted: counted / 1000 }] });
    if (answer) setSheet(answer);
  }
  return (
    <Dialog
      isOpen
      isFirm
      title={t('stock.count.title', { lot: batch.lotNumber })}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.close')}
          </Button>
          {line ? null : (
            <Button
              tone="go"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isDisabled={counted === null}
              isBusy={count.isBusy}
              onPress={() => void submit()}
            >
              {t('common.save')}
            </Button>
          )}
        </>
      }
    >
      {line ? (
        <Notice tone={line.variance === 0 ? 'ok' : 'warn'}>
          {t('stock.count.result', {
            book: line.book ?? 0,
            counted: line.counted ?? 0,
            state: t(`stock.count.state.${line.state}`),
          })}
        </Notice>
      ) : (
        <div className="grid gap-3">
          <p className="text-ink-2">{t('stock.count.blind')}</p>
          <NumberField
            autoFocus
            label={t('stock.count.counted')}
            scale={3}
            min={0}
            value={counted}
            onChange={setCounted}
            onEnter={() => void submit()}
          />
          <ProblemNotice problem={count.problem} />
        </div>
      )}
    </Dialog>
  );
}
