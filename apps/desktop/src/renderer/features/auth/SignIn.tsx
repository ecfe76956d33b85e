import { Button, CodeInput, Notice, TextField } from '@apotheca/ui';
import { startAuthentication } from '@simplewebauthn/browser';
import { useState } from 'react';
import { client } from '../../client.ts';
import { passkeysWork } from '../../session/passkeys.ts';
import { recentUsers, rememberUser } from '../../session/recent-users.ts';
import { sessionStore } from '../../session/session-store.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { IdentityCard } from './IdentityCard.tsx';
import { RetryAt } from './RetryAt.tsx';

type PasskeyOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];

export function SignIn({ isDemo, hasEnded }: { isDemo: boolean; hasEnded: boolean }) {
  const [username, setUsername] = useState(() => recentUsers()[0]?.username ?? '');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [passkeyNote, setPasskeyNote] = useState<string | null>(null);

  type Answer = Awaited<ReturnType<typeof client.auth.signIn>>;
  const started = (answer: Answer) => {
    const signedIn = { ...answer, username: username.trim().toLowerCase() };
    rememberUser({ username: signedIn.username, name: answer.user.name });
    sessionStore.start(signedIn);
  };
  const signIn = useCommand(client.auth.signIn, started);
  const withPasskey = useCommand(client.auth.passkeySignIn, started);

  function submit() {
    void signIn.run({ username, password, totp: totp.length === 6 ? totp : undefined });
  }

  async function usePasskey() {
    setPasskeyNote(null);
    if (username.trim() === '') return setPasskeyNote(t('signIn.passkey.needName'));
    try {
      const origin = window.location.origin;
      const options = await client.auth.passkeyChallenge({ origin, username });
      const response = await startAuthentication({ optionsJSON: options as unknown as PasskeyOptions });
      await withPasskey.run({ origin, username, response: { ...response } });
    } catch {
      setPasskeyNote(t('signIn.passkey.failed'));
    }
  }

  return (
    <IdentityCard title={t('signIn.title')} isDemo={isDemo}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {hasEnded ? <Notice tone="info">{t('signIn.ended')}</Notice> : null}
        <TextField
          label={t('signIn.username')}
          value={username}
          onChange={setUsername}
          autoComplete="username"
          autoFocus={username === ''}
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus={username !== ''}
        />
        <div className="field">
          <span className="field-label">
            {t('signIn.code')} <span className="faint">{t('common.optional')}</span>
          </span>
          <CodeInput value={totp} onChange={setTotp} label={t('signIn.code')} />
          <span className="field-hint">{t('signIn.code.hint')}</span>
        </div>
        <ProblemNotice problem={signIn.problem} onRetry={submit}>
          <RetryAt problem={signIn.problem} />
        </ProblemNotice>
        <ProblemNotice problem={withPasskey.problem} />
        {passkeyNote ? <Notice tone="warn">{passkeyNote}</Notice> : null}
        <Button tone="go" size="large" type="submit" isWide isBusy={signIn.isBusy} isDisabled={!username || !password}>
          {t('signIn.go')}
        </Button>
        {passkeysWork() ? (
          <Button isBusy={withPasskey.isBusy} onPress={() => void usePasskey()}>
            {t('signIn.passkey')}
          </Button>
        ) : null}
        {isDemo ? <p className="faint text-center">{t('signIn.demo')}</p> : null}
      </form>
    </IdentityCard>
  );
}
