import { Button, Checkbox, Segments, Select, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { useCommand } from '../../work/use-command.ts';
import { IdentityCard } from '../auth/IdentityCard.tsx';
import { jurisdictionOf, statesOf, timeZones } from './places.ts';
import { RecoveryCode } from './RecoveryCode.tsx';

const zones = timeZones();
const empty = {
  name: '',
  line1: '',
  city: '',
  state: 'OH',
  postalCode: '',
  phone: '',
  npi: '',
  dea: '',
  licence: '',
  pharmacistInCharge: '',
  timeZone: zones[0] ?? 'UTC',
};
const nobody = { name: '', username: '', password: '', again: '', isPharmacistInCharge: false };

/** First start on an empty data folder: the store, its numbers, its law, its first owner. */
export function SetUp({ onDone }: { onDone: () => void }) {
  const [country, setCountry] = useState<'us' | 'ind'>('us');
  const [store, setStore] = useState(empty);
  const [owner, setOwner] = useState(nobody);
  const [recoveryCode, setRecoveryCode] = useState<string | null>(null);
  const setUp = useCommand(client.store.setUp, (answer) => {
    if (answer.recoveryCode) setRecoveryCode(answer.recoveryCode);
    else onDone();
  });
  if (recoveryCode) return <RecoveryCode code={recoveryCode} storeName={store.name} onDone={onDone} />;

  const field = (name: keyof typeof store, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      value={store[name]}
      onChange={(value) => setStore({ ...store, [name]: value })}
      error={fieldProblem(setUp.problem, `store.${name}`) ?? fieldProblem(setUp.problem, `store.address.${name}`)}
      isOptional={name === 'npi' || name === 'dea'}
      autoFocus={name === 'name'}
    />
  );
  const differs = owner.again !== '' && owner.again !== owner.password;
  const isReady = owner.password !== '' && owner.again === owner.password && store.name !== '';

  function submit() {
    const { name, line1, city, state, postalCode, phone, npi, dea, licence, timeZone } = store;
    const pharmacistInCharge = owner.isPharmacistInCharge ? owner.name : store.pharmacistInCharge;
    void setUp.run({
      store: {
        name,
        address: { line1, city, state, postalCode },
        phone,
        npi: npi.trim() || null,
        dea: dea.trim().toUpperCase() || null,
        licence,
        jurisdiction: jurisdictionOf(country, state),
        timeZone,
        pharmacistInCharge,
      },
      owner: {
        username: owner.username,
        name: owner.name,
        password: owner.password,
        isPharmacistInCharge: owner.isPharmacistInCharge,
      },
    });
  }

  return (
    <IdentityCard title={t('setUp.title')} isWide>
      <form className="grid gap-5" onSubmit={(event) => event.preventDefault()}>
        <p className="muted">{t('setUp.lead')}</p>
        <fieldset className="grid gap-3 sm:grid-cols-2">
          <legend className="mb-2 font-[620]">{t('setUp.store')}</legend>
          {field('name', t('setUp.name'))}
          {field('phone', t('setUp.phone'))}
          {field('line1', t('setUp.line1'))}
          {field('city', t('setUp.city'))}
          <div className="field">
            <span className="field-label">{t('setUp.country')}</span>
            <Segments
              aria-label={t('setUp.country')}
              value={country}
              options={[
                { value: 'us', label: t('setUp.country.us') },
                { value: 'ind', label: t('setUp.country.ind') },
              ]}
              onChange={(next) => {
                setCountry(next);
                setStore({
                  ...store,
                  state: statesOf(next)[0] ?? '',
                  timeZone: next === 'ind' ? 'Asia/Kolkata' : store.timeZone,
                });
              }}
            />
          </div>
          <div className="grid grid-cols-2 gap-3">
            <Select
              label={t('setUp.state')}
              options={statesOf(country).map((value) => ({ value, label: value }))}
              value={store.state}
              onChange={(state) => setStore({ ...store, state })}
            />
            {field('postalCode', t('setUp.postalCode'))}
          </div>
          {field('licence', t('setUp.licence'))}
          <Select
            label={t('setUp.timeZone')}
            options={[...new Set([store.timeZone, ...zones])].map((value) => ({
              value,
              label: value.replace('_', ' '),
            }))}
            value={store.timeZone}
            onChange={(timeZone) => setStore({ ...store, timeZone })}
          />
          {country === 'us' ? field('npi', t('setUp.npi')) : null}
          {country === 'us' ? field('dea', t('setUp.dea'), t('setUp.dea.hint')) : null}
          {owner.isPharmacistInCharge ? null : field('pharmacistInCharge', t('setUp.pic'))}
        </fieldset>
        <fieldset className="grid gap-3 sm:grid-cols-2">
          <legend className="mb-2 font-[620]">{t('setUp.owner')}</legend>
          <TextField
            label={t('setUp.owner.name')}
            value={owner.name}
            onChange={(name) => setOwner({ ...owner, name })}
            error={fieldProblem(setUp.problem, 'owner.name')}
          />
          <TextField
            label={t('setUp.owner.username')}
            hint={t('setUp.owner.username.hint')}
            value={owner.username}
            onChange={(username) => setOwner({ ...owner, username })}
            error={fieldProblem(setUp.problem, 'owner.username')}
            autoComplete="username"
          />
          <TextField
            label={t('setUp.owner.password')}
            type="password"
            value={owner.password}
            onChange={(password) => setOwner({ ...owner, password })}
            error={fieldProblem(setUp.problem, 'owner.password')}
            autoComplete="new-password"
          />
          <TextField
            label={t('setUp.owner.again')}
            type="password"
            value={owner.again}
            onChange={(again) => setOwner({ ...owner, again })}
            error={differs ? t('setUp.owner.differs') : null}
            autoComplete="new-password"
          />
          <Checkbox
            isSelected={owner.isPharmacistInCharge}
            onChange={(isPharmacistInCharge) => setOwner({ ...owner, isPharmacistInCharge })}
          >
            {t('setUp.owner.isPic')}
          </Checkbox>
        </fieldset>
        <ProblemNotice problem={setUp.problem} onRetry={submit} />
        <Button
          tone="go"
          size="large"
          type="submit"
          keys="Ctrl+Enter"
          isBusy={setUp.isBusy}
          isDisabled={!isReady}
          onPress={submit}
        >
          {t('setUp.go')}
        </Button>
      </form>
    </IdentityCard>
  );
}
