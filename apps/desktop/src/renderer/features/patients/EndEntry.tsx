import { Button, Dialog, TextField } from '@apotheca/ui';
import { useState } from 'react';
import type { CallContext } from '../../link/resilient-link.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

type End = (
  input: { id: string; entryId: string; reason: string },
  options: { context: CallContext },
) => Promise<unknown>;

/** An entry is ended with a reason, never removed: the history keeps it. */
export function EndEntry(props: { patientId: string; entryId: string; what: string; end: End; onEnded: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const command = useCommand(props.end, () => {
    setOpen(false);
    props.onEnded();
  });
  const submit = () => {
    if (reason.trim()) void command.run({ id: props.patientId, entryId: props.entryId, reason: reason.trim() });
  };
  return (
    <>
      <Button
        size="small"
        tone="quiet"
        aria-label={t('patient.end.title', { what: props.what })}
        onPress={() => setOpen(true)}
      >
        {t('patient.end')}
      </Button>
      <Dialog
        isOpen={isOpen}
        isFirm
        title={t('patient.end.title', { what: props.what })}
        onClose={() => setOpen(false)}
        footer={
          <>
            <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={() => setOpen(false)}>
              {t('common.cancel')}
            </Button>
            <Button
              tone="no"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isDisabled={!reason.trim()}
              isBusy={command.isBusy}
              onPress={submit}
            >
              {t('patient.end')}
            </Button>
          </>
        }
      >
        <div className="grid gap-3">
          <TextField autoFocus label={t('common.reason')} value={reason} onChange={setReason} onEnter={submit} />
          <ProblemNotice problem={command.problem} />
        </div>
      </Dialog>
    </>
  );
}
