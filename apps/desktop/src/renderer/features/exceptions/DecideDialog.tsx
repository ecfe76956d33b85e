import { Button, Dialog, NumberField, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import type { Exception, ExceptionAction } from './types.ts';

export interface DecideDialogProps {
  readonly item: Exception;
  readonly action: ExceptionAction;
  readonly onClose: () => void;
}

/** One action with what it needs: a count, a reason. */
export function DecideDialog({ item, action, onClose }: DecideDialogProps) {
  const [note, setNote] = useState('');
  const [counted, setCounted] = useState<number | null>(null);
  const resolve = useCommand(client.exceptions.resolve, onClose);
  const isCount = action.needs === 'count';
  const isMissing = isCount ? counted === null : action.needs === 'note' && note.trim() === '';
  const submit = () => {
    if (isMissing) return;
    void resolve.run({
      id: item.id,
      action: action.action,
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(isCount && counted !== null ? { counted: counted / 1000 } : {}),
    });
  };
  return (
    <Dialog
      isOpen
      isFirm
      title={action.text}
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
            isDisabled={isMissing}
            isBusy={resolve.isBusy}
            onPress={submit}
          >
            {t('exceptions.decide')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-ink-2">{item.title}</p>
        {isCount ? (
          <NumberField
            autoFocus
            label={t('exceptions.counted')}
            scale={3}
            min={0}
            value={counted}
            onChange={setCounted}
            onEnter={submit}
          />
        ) : null}
        <TextField
          autoFocus={!isCount}
          label={t('exceptions.note')}
          hint={t('exceptions.note.hint')}
          value={note}
          onChange={setNote}
          maxLength={500}
          onEnter={submit}
        />
        <ProblemNotice problem={resolve.problem} />
      </div>
    </Dialog>
  );
}
