import {
  applyTheme,
  Button,
  chooseTheme,
  Dialog,
  Segments,
  showToast,
  storedTheme,
  TextField,
  themes,
} from '@apotheca/ui';
import { startRegistration } from '@simplewebauthn/browser';
import { useState } from 'react';
import { client } from '../../client.ts';
import { passkeysWork } from '../../session/passkeys.ts';
import { type Language, languages, loadLanguage, storedLanguage, t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { TotpSetup } from './TotpSetup.tsx';

type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];
const languageNames: Record<Language, string> = { en: 'English', es: 'Español' };

function saved() {
  showToast({ tone: 'ok', text: t('account.saved') });
}

/** PIN, password, authenticator and passkey of the user, and how this window looks to them. */
export function AccountDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <Dialog title={t('account.title')} isOpen={isOpen} onClose={onClose} size="wide">
      <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
        <PinForm />
        <PasswordForm />
        <TotpSetup />
        {passkeysWork() ? <PasskeyForm /> : null}
        <div className="grid gap-2">
          <h3>{t('account.theme')}</h3>
          <Segments
            aria-label={t('account.theme')}
            options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
            value={theme}
            onChange={(next) => {
              setTheme(next);
              chooseTheme(next);
              applyTheme(next);
            }}
          />
        </div>
        <div className="grid gap-2">
          <h3>{t('account.language')}</h3>
          <Segments
            aria-label={t('account.language')}
            options={languages.map((value) => ({ value, label: languageNames[value] }))}
            value={storedLanguage()}
            onChange={(next) => {
              void loadLanguage(next).then(() => window.dispatchEvent(new Event('apotheca-language')));
            }}
          />
        </div>
      </div>
    </Dialog>
  );
}

function PinForm() {
  const [current, setCurrent] = useState('');
  const [pin, setPin] = useState('');
  const save = useCommand(client.auth.setPin, () => {
    setCurrent('');
    setPin('');
    saved();
  });
  return (
    <form className="grid content-start gap-2" onSubmit={(event) => event.preventDefault()}>
      <h3>{t('account.pin')}</h3>
      <TextField label={t('account.password.current')} type="password" value={current} onChange={setCurrent} />
      <TextField label={t('account.pin.new')} type="password" inputMode="numeric" value={pin} onChange={setPin} />
      <ProblemNotice problem={save.problem} />
      <div>
        <Button
          type="submit"
          isBusy={save.isBusy}
          isDisabled={!/^\d{4,8}$/.test(pin) || !current}
          onPress={() => void save.run({ current, pin })}
        >
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

function PasswordForm() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const save = useCommand(client.auth.setPassword, () => {
    setCurrent('');
    setPassword('');
    saved();
  });
  return (
    <form className="grid content-start gap-2" onSubmit={(event) => event.preventDefault()}>
      <h3>{t('account.password')}</h3>
      <TextField label={t('account.password.current')} type="password" value={current} onChange={setCurrent} />
      <TextField label={t('account.password.new')} type="password" value={password} onChange={setPassword} />
      <ProblemNotice problem={save.problem} />
      <div>
        <Button
          type="submit"
          isBusy={save.isBusy}
          isDisabled={password.length < 12 || !current}
          onPress={() => void save.run({ current, password })}
        >
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

function PasskeyForm() {
  const [label, setLabel] = useState('');
  const [current, setCurrent] = useState('');
  const [hasFailed, setFailed] = useState(false);
  const start = useCommand(client.auth.passkeyOptions);
  const add = useCommand(client.auth.addPasskey, () => {
    setLabel('');
    setCurrent('');
    saved();
  });
  async function run() {
    setFailed(false);
    try {
      const origin = window.location.origin;
      const options = await start.run({ origin, current });
      if (!options) return;
      const response = await startRegistration({ optionsJSON: options as unknown as RegistrationOptions });
      await add.run({ origin, label, response: { ...response } });
    } catch {
      setFailed(true);
    }
  }
  return (
    <form className="grid content-start gap-2" onSubmit={(event) => event.preventDefault()}>
      <h3>{t('account.passkey')}</h3>
      <TextField
        label={t('account.passkey.label')}
        value={label}
        onChange={setLabel}
        maxLength={40}
        error={hasFailed ? t('signIn.passkey.failed') : null}
      />
      <TextField
        type="password"
        autoComplete="current-password"
        label={t('account.password.current')}
        value={current}
        onChange={setCurrent}
      />
      <ProblemNotice problem={start.problem ?? add.problem} />
      <div>
        <Button
          type="submit"
          isBusy={start.isBusy || add.isBusy}
          isDisabled={label.trim() === '' || current === ''}
          onPress={() => void run()}
        >
          {t('account.passkey.add')}
        </Button>
      </div>
    </form>
  );
}
