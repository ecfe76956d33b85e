import { Avatar, Button, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { recentUsers, rememberUser } from '../../session/recent-users.ts';
import { type SignedIn, sessionStore } from '../../session/session-store.ts';
import { drafts } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { IdentityCard } from './IdentityCard.tsx';
import { RetryAt } from './RetryAt.tsx';

export interface LockScreenProps {
  readonly signedIn: SignedIn;
  readonly isDemo: boolean;
  /** Set when somebody asked to switch: then it can be left again without unlocking. */
  readonly onLeave: (() => void) | null;
  readonly onSwitched: () => void;
}

/** In front of everything while locked, and for the fast switch (F12). What was open stays as it is behind it. */
export function LockScreen({ signedIn, isDemo, onLeave, onSwitched }: LockScreenProps) {
  const [username, setUsername] = useState(signedIn.username);
  const [secret, setSecret] = useState('');
  const [usesPin, setUsesPin] = useState(true);
  const isSame = username.trim().toLowerCase() === signedIn.username;
  const others = recentUsers().filter((user) => user.username !== signedIn.username);

  const unlock = useCommand(client.auth.unlock, () => {
    sessionStore.unlock();
    onSwitched();
  });
  type Answer = Awaited<ReturnType<typeof client.auth.switchUser>>;
  const changed = (answer: Answer) => {
    const next = { ...answer, username: username.trim().toLowerCase() };
    rememberUser({ username: next.username, name: answer.user.name });
    sessionStore.start(next);
    onSwitched();
  };
  const change = useCommand(client.auth.switchUser, changed);
  const signIn = useCommand(client.auth.signIn, changed);
  const problem = unlock.problem ?? change.problem ?? signIn.problem;

  function submit() {
    if (isSame) void unlock.run(usesPin ? { pin: secret } : { password: secret });
    else if (usesPin) void change.run({ username, pin: secret });
    else void signIn.run({ username, password: secret });
  }

  async function signOut() {
    drafts.clear(signedIn.user.id);
    await client.auth.signOut().catch(() => undefined);
    sessionStore.signOut();
  }

  return (
    <IdentityCard title={onLeave ? t('lock.switch.title') : t('lock.title')} isDemo={isDemo}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="flex flex-wrap gap-1.5">
          {[{ username: signedIn.username, name: signedIn.user.name }, ...others].map((user) => (
            <Button
              key={user.username}
              tone={user.username === username ? 'plain' : 'quiet'}
              onPress={() => {
                setUsername(user.username);
                setSecret('');
              }}
            >
              <Avatar name={user.name} />
              {user.name}
            </Button>
          ))}
        </div>
        <TextField label={t('signIn.username')} value={username} onChange={setUsername} autoComplete="username" />
        <TextField
          key={usesPin ? 'pin' : 'password'}
          label={usesPin ? t('lock.pin') : t('signIn.password')}
          type="password"
          inputMode={usesPin ? 'numeric' : 'text'}
          value={secret}
          onChange={setSecret}
          autoFocus
          autoComplete={usesPin ? 'off' : 'current-password'}
          hint={usesPin ? t('lock.noPin') : undefined}
        />
        <ProblemNotice problem={problem} onRetry={submit}>
          <RetryAt problem={problem} />
        </ProblemNotice>
        <Button
          tone="go"
          size="large"
          isWide
          type="submit"
          isDisabled={secret === ''}
          isBusy={unlock.isBusy || change.isBusy || signIn.isBusy}
        >
          {isSame ? t('lock.unlock') : t('lock.switch')}
        </Button>
        <div className="flex flex-wrap gap-2">
          <Button
            tone="quiet"
            keys="Alt+P"
            keyOptions={{ scope: 'dialog' }}
            onPress={() => {
              setUsesPin(!usesPin);
              setSecret('');
            }}
          >
            {usesPin ? t('lock.withPassword') : t('lock.withPin')}
          </Button>
          {onLeave ? (
            <Button tone="quiet" keys="Escape" keyOptions={{ scope: 'dialog' }} onPress={onLeave}>
              {t('lock.goOn', { name: signedIn.user.name })}
            </Button>
          ) : (
            <Button tone="quiet" onPress={() => void signOut()}>
              {t('lock.signOut')}
            </Button>
          )}
        </div>
      </form>
    </IdentityCard>
  );
}
