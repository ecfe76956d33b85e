import { Button, Dialog, Notice, NumberField, TextField } from '@apotheca/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

export interface ReclaimDialogProps {
  readonly batchId: string;
  /** The incarnation that is gone. */
  readonly origin: string;
  readonly title: string;
  readonly onClose: () => void;
}

/** All that lies on the shelf, counted by two people: what nobody else holds comes back. */
export function ReclaimDialog({ batchId, origin, title, onClose }: ReclaimDialogProps) {
  const queries = useQueryClient();
  const [counted, setCounted] = useState<number | null>(null);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [done, setDone] = useState<{ reclaimed: number; unaccounted: number } | null>(null);
  const reclaim = useCommand(
    client.inventory.reclaim,
    (answer) => {
      setDone(answer);
      void queries.invalidateQueries({ queryKey: api.exceptions.key() });
    },
    () => setPassword(''),
  );
  const isMissing = counted === null || username.trim() === '' || password === '';
  const submit = () => {
    if (isMissing || counted === null) return;
    void reclaim.run({
      id: batchId,
      origin,
      counted: counted / 1000,
      witness: { username: username.trim(), password },
    });
  };
  return (
    <Dialog
      isOpen
      isFirm
      title={t('stock.reclaim.title')}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.close')}
          </Button>
          {done ? null : (
            <Button
              tone="go"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isDisabled={isMissing}
              isBusy={reclaim.isBusy}
              onPress={submit}
            >
              {t('stock.reclaim.go')}
            </Button>
          )}
        </>
      }
    >
      {done ? (
        <Notice tone={done.unaccounted > 0 ? 'warn' : 'ok'}>
          {t('stock.reclaim.done', { back: done.reclaimed })}
          {done.unaccounted > 0 ? ` ${t('stock.reclaim.open', { open: done.unaccounted })}` : ''}
        </Notice>
      ) : (
        <div className="grid gap-3">
          <p className="text-ink-2">{title}</p>
          <p className="text-ink-2">{t('stock.reclaim.lead')}</p>
          <NumberField
            autoFocus
            label={t('stock.count.counted')}
            scale={3}
            min={0}
            value={counted}
            onChange={setCounted}
          />
          <TextField
            label={t('stock.reclaim.witness')}
            value={username}
            onChange={setUsername}
            autoComplete="off"
            maxLength={100}
          />
          <TextField
            label={t('stock.reclaim.password')}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="off"
            onEnter={submit}
          />
          <ProblemNotice problem={reclaim.problem} />
        </div>
      )}
    </Dialog>
  );
}
