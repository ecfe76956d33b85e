import { Button, CodeInput, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

export function TotpSetup() {
  const [secret, setSecret] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [current, setCurrent] = useState('');
  const start = useCommand(client.auth.enrolTotp, (answer) => {
    setSecret(answer.secret);
    setCurrent('');
  });
  const confirm = useCommand(client.auth.confirmTotp, () => {
    setSecret(null);
    setCode('');
    showToast({ tone: 'ok', text: t('account.saved') });
  });
  return (
    <div className="grid content-start gap-2">
      <h3>{t('account.totp')}</h3>
      {secret ? (
        <>
          <p className="muted">{t('account.totp.secret')}</p>
          <code className="mono select-all text-[0.9375rem] tracking-wider">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <CodeInput
            value={code}
            onChange={setCode}
            label={t('account.totp.code')}
            autoFocus
            onComplete={(totp) => void confirm.run({ totp })}
          />
          <ProblemNotice problem={confirm.problem} />
        </>
      ) : (
        <>
          <TextField
            type="password"
            autoComplete="current-password"
            label={t('account.password.current')}
            value={current}
            onChange={setCurrent}
          />
          <div>
            <Button isBusy={start.isBusy} isDisabled={current === ''} onPress={() => void start.run({ current })}>
              {t('account.totp.start')}
            </Button>
          </div>
        </>
      )}
      <ProblemNotice problem={start.problem} />
    </div>
  );
}
