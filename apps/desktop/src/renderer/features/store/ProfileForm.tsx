import { Button, Card, showToast, TextField } from '@apotheca/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { useCommand } from '../../work/use-command.ts';

export type Profile = Awaited<ReturnType<typeof client.store.profile>>;

const addressFields = ['line1', 'city', 'state', 'postalCode'] as const;
const plainFields = ['phone', 'licence', 'npi', 'dea', 'timeZone'] as const;
/** Numbers that only the United States give out. */
const fieldsOfIndia = plainFields.filter((field) => field !== 'npi' && field !== 'dea');
const monoFields = new Set<string>(['npi', 'dea', 'licence', 'phone', 'postalCode']);

/** Saves settings and tells so; the answer replaces what the screens hold of the profile. */
export function useSaveProfile() {
  const queries = useQueryClient();
  return useCommand(client.store.change, (profile) => {
    queries.setQueryData(api.store.profile.queryKey(), profile);
    showToast({ tone: 'ok', text: t('settings.saved') });
  });
}

export function ProfileForm({ profile, isReadOnly }: { profile: Profile; isReadOnly: boolean }) {
  const [draft, setDraft] = useState({
    ...profile,
    idle: String(profile.idleLockMinutes),
    bins: profile.willCallBins.join(', '),
  });
  const save = useSaveProfile();

  function submit() {
    const { name, address, phone, npi, dea, licence, timeZone, pharmacistInCharge } = draft;
    void save.run({
      name,
      address,
      phone,
      licence,
      timeZone,
      pharmacistInCharge,
      npi: npi?.trim() || null,
      dea: dea?.trim() || null,
      idleLockMinutes: Number(draft.idle),
      willCallBins: draft.bins
        .split(',')
        .map((bin) => bin.trim())
        .filter(Boolean),
    });
  }
  const error = (field: string) => fieldProblem(save.problem, field);

  return (
    <Card className="max-w-[60rem]">
      <form
        className="grid grid-cols-3 gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="col-span-2">
          <TextField
            label={t('settings.name')}
            value={draft.name}
            isReadOnly={isReadOnly}
            onChange={(name) => setDraft({ ...draft, name })}
            error={error('name')}
          />
        </div>
        <TextField
          label={t('settings.pic')}
          value={draft.pharmacistInCharge}
          isReadOnly={isReadOnly}
          onChange={(pharmacistInCharge) => setDraft({ ...draft, pharmacistInCharge })}
          error={error('pharmacistInCharge')}
        />
        {addressFields.map((field) => (
          <TextField
            key={field}
            label={t(`settings.${field}`)}
            value={draft.address[field]}
            isMono={monoFields.has(field)}
            isReadOnly={isReadOnly}
            onChange={(value) => setDraft({ ...draft, address: { ...draft.address, [field]: value } })}
            error={error(`address.${field}`)}
          />
        ))}
        {(profile.jurisdiction.startsWith('ind_') ? fieldsOfIndia : plainFields).map((field) => (
          <TextField
            key={field}
            label={t(`settings.${field}`)}
            value={draft[field] ?? ''}
            isMono={monoFields.has(field)}
            isReadOnly={isReadOnly}
            onChange={(value) => setDraft({ ...draft, [field]: value })}
            error={error(field)}
          />
        ))}
        <TextField
          label={t('settings.idleLock')}
          inputMode="numeric"
          value={draft.idle}
          isReadOnly={isReadOnly}
          onChange={(idle) => setDraft({ ...draft, idle })}
          error={error('idleLockMinutes')}
        />
        <div className="col-span-3">
          <TextField
            label={t('settings.bins')}
            hint={t('settings.bins.hint')}
            rows={2}
            value={draft.bins}
            isReadOnly={isReadOnly}
            onChange={(bins) => setDraft({ ...draft, bins })}
            error={error('willCallBins')}
          />
        </div>
        {isReadOnly ? null : (
          <div className="col-span-3 flex items-center justify-end gap-3">
            <div className="mr-auto">
              <ProblemNotice problem={save.problem} />
            </div>
            <Button
              tone="go"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isBusy={save.isBusy}
              onPress={submit}
            >
              {t('common.save')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
