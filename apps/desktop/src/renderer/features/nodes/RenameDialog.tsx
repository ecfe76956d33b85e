import { Button, Dialog, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import type { TerminalRow } from './terminal-rows.ts';

export function RenameDialog({ terminal, onClose }: { terminal: TerminalRow; onClose: () => void }) {
  const [name, setName] = useState(terminal.name);
  const rename = useCommand(client.nodes.renameTerminal, onClose);
  const submit = () => {
    if (name.trim() !== '') void rename.run({ id: terminal.terminalId, name: name.trim() });
  };
  return (
    <Dialog
      isOpen
      isFirm
      title={t('terminals.rename.title', { name: terminal.name })}
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
            isDisabled={name.trim() === ''}
            isBusy={rename.isBusy}
            onPress={submit}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <TextField
          autoFocus
          label={t('terminals.name')}
          value={name}
          onChange={setName}
          maxLength={60}
          onEnter={submit}
        />
        <ProblemNotice problem={rename.problem} />
      </div>
    </Dialog>
  );
}
