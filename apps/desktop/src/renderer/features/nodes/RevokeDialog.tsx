import { Button, Checkbox, CodeInput, Dialog, Notice, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import type { TerminalRow } from './terminal-rows.ts';

const consequences = [
  'terminals.revoke.refused',
  'terminals.revoke.late',
  'terminals.revoke.stock',
  'terminals.revoke.again',
] as const;

/** Putting a terminal out cannot be undone, so it says what follows and asks why. */
export function RevokeDialog({ terminal, onClose }: { terminal: TerminalRow; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [totp, setTotp] = useState('');
  const [isSure, setSure] = useState(!terminal.isSelf);
  const revoke = useCommand(client.nodes.revokeTerminal, onClose);
  const isMissing = reason.trim().length < 3 || !isSure;
  const submit = () => {
    if (isMissing) return;
    const code = /^\d{6}$/.test(totp) ? { totp } : {};
    void revoke.run({ id: terminal.terminalId, reason: reason.trim(), confirm: terminal.isSelf, ...code });
  };
  return (
    <Dialog
      isOpen
      isFirm
      title={t('terminals.revoke.title', { name: terminal.name })}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            tone="no"
            keys="Ctrl+Enter"
            keyOptions={{ whileTyping: true }}
            isDisabled={isMissing}
            isBusy={revoke.isBusy}
            onPress={submit}
          >
            {t('terminals.revoke')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <ul className="grid list-disc gap-1 pl-5">
          {consequences.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        {terminal.isSelf ? (
          <>
            <Notice tone="warn">{t('terminals.revoke.self')}</Notice>
            <Checkbox isSelected={isSure} onChange={setSure}>
              {t('terminals.revoke.self.confirm')}
            </Checkbox>
          </>
        ) : null}
        <TextField autoFocus label={t('terminals.revoke.why')} value={reason} onChange={setReason} maxLength={200} />
        <CodeInput label={t('terminals.revoke.code')} value={totp} onChange={setTotp} />
        <ProblemNotice problem={revoke.problem} />
      </div>
    </Dialog>
  );
}
