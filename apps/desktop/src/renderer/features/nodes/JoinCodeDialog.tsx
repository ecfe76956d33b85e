import { Button, Dialog, Notice, TextField } from '@apotheca/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { timeLeft } from './terminal-rows.ts';

type Made = Awaited<ReturnType<typeof client.nodes.createEnrolment>>;

/** A one-time code in big type, what to type on the new computer, and how long it holds. */
export function JoinCodeDialog({ known, onClose }: { known: number; onClose: () => void }) {
  const [name, setName] = useState('');
  const [made, setMade] = useState<Made | null>(null);
  const [knownThen] = useState(known);
  const queries = useQueryClient();
  const create = useCommand(client.nodes.createEnrolment, (answer) => {
    setMade(answer);
    void queries.invalidateQueries({ queryKey: api.nodes.enrolments.key() });
  });
  const submit = () => void create.run(name.trim() ? { name: name.trim() } : {});
  return (
    <Dialog
      isOpen
      isFirm
      title={t('terminals.code.title')}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.close')}
          </Button>
          {made ? null : (
            <Button
              tone="go"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isBusy={create.isBusy}
              onPress={submit}
            >
              {t('terminals.code.make')}
            </Button>
          )}
        </>
      }
    >
      {made ? (
        <Code made={made} name={name.trim()} hasJoined={known > knownThen} />
      ) : (
        <div className="grid gap-3">
          <TextField
            autoFocus
            label={t('terminals.code.name')}
            value={name}
            onChange={setName}
            maxLength={60}
            onEnter={submit}
          />
          <ProblemNotice problem={create.problem} />
        </div>
      )}
    </Dialog>
  );
}

function Code({ made, name, hasJoined }: { made: Made; name: string; hasJoined: boolean }) {
  const left = useCountdown(made.expiresAt);
  if (hasJoined) {
    return <Notice tone="ok">{t('terminals.code.joined', { name: name || t('terminals.col.name') })}</Notice>;
  }
  if (left === null) return <Notice tone="warn">{t('terminals.code.over')}</Notice>;
  return (
    <div className="grid gap-3">
      <output className="mono block text-center text-[2rem] leading-tight font-[620] tracking-wide">{made.code}</output>
      <p className="text-center" role="timer" aria-live="off">
        {t('terminals.code.left', { time: left })}
      </p>
      <p className="text-ink-2">{t('terminals.code.lead')}</p>
      <pre className="rounded-card bg-sunken p-3 whitespace-pre-wrap break-all">
        <code>{`npm start -- --join '${made.join}'`}</code>
      </pre>
      <p className="faint">{t('terminals.code.hidden')}</p>
    </div>
  );
}

/** Null when the time is over. */
function useCountdown(expiresAt: string): string | null {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return timeLeft(expiresAt, nowMs);
}
