import { Button, Dialog, SearchField, showToast, TextField } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import type { Patient, PatientRow } from './types.ts';

export function MergeDialog({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  const store = useStore();
  const queries = useQueryClient();
  const [q, setQ] = useState(patient.name.family);
  const [other, setOther] = useState<PatientRow | null>(null);
  const [reason, setReason] = useState('');
  const typed = useLater(q.trim(), 150);
  const { data, isFetching } = useQuery(api.patients.list.queryOptions({ input: { q: typed, limit: 20 } }));
  const merge = useCommand(client.patients.merge, () => {
    void queries.invalidateQueries({ queryKey: api.patients.key() });
    showToast({ tone: 'ok', text: t('patient.merge.done') });
    onClose();
  });
  const confirms = merge.problem?.kind === 'refusal' && merge.problem.code === 'birth-dates-differ';
  const submit = () => {
    if (other && reason.trim())
      void merge.run({ id: patient.id, otherId: other.id, reason: reason.trim(), confirmDifferentBirthDate: confirms });
  };
  const label = (row: PatientRow) =>
    `${row.name.family}, ${row.name.given} · ${store.date(row.birthDate)} · ${row.phone ?? ''}`;
  return (
    <Dialog
      isOpen
      isFirm
      title={t('patient.merge.title')}
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
            isDisabled={!other || !reason.trim()}
            isBusy={merge.isBusy}
            onPress={submit}
          >
            {t('patient.merge')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-ink-2">{t('patient.merge.effect')}</p>
        <SearchField
          autoFocus
          label={t('patient.merge.find')}
          query={q}
          onQuery={(text) => {
            setQ(text);
            setOther(null);
          }}
          items={(data?.items ?? []).filter((row) => row.id !== patient.id)}
          itemKey={(row) => row.id}
          renderItem={label}
          isLoading={isFetching}
          onPick={(row) => {
            setOther(row);
            setQ(label(row));
          }}
        />
        <TextField label={t('common.reason')} value={reason} onChange={setReason} />
        <ProblemNotice problem={merge.problem} />
      </div>
    </Dialog>
  );
}
