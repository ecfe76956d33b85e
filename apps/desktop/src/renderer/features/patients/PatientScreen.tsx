import { Button, Card, Notice, Tabs, Tag } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api, client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { QueryView } from '../../work/QueryView.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { AccountPanel } from '../pos/AccountPanel.tsx';
import { CoveragePanel } from './CoveragePanel.tsx';
import { DetailsPanel } from './DetailsPanel.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { FillsPanel, MedicationsPanel } from './MedicationsPanel.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { PatientForm } from './PatientForm.tsx';
import type { Patient, Profile } from './types.ts';

const tabs = ['medications', 'fills', 'health', 'coverage', 'account', 'details', 'history'] as const;
type Tab = (typeof tabs)[number];

export function PatientScreen() {
  const { id = '' } = useParams();
  const query = useQuery(api.patients.profile.queryOptions({ input: { id } }));
  return <QueryView query={query}>{(profile) => <View profile={profile} />}</QueryView>;
}

function View({ profile }: { profile: Profile }) {
  const { patient } = profile;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = usePermission();
  const [tab, setTab] = useState<Tab>('medications');
  const [open, setOpen] = useState<'edit' | 'merge' | null>(null);
  const refresh = () => void queries.invalidateQueries({ queryKey: api.patients.key() });
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <Header patient={patient} />
      <Conflicts patient={patient} onSeen={refresh} />
      <div className="flex flex-wrap items-center gap-3">
        <Tabs
          aria-label={t('patients.title')}
          items={tabs.map((name) => ({ id: name, label: t(`patient.tab.${name}`), ...countOf(name, profile) }))}
          value={tab}
          onChange={setTab}
        />
        <div className="ml-auto flex gap-2">
          {may('patients.merge') ? (
            <Button keys="M" onPress={() => setOpen('merge')}>
              {t('patient.merge')}
            </Button>
          ) : null}
          {may('patients.write') ? (
            <Button keys="E" onPress={() => setOpen('edit')}>
              {t('patient.edit')}
            </Button>
          ) : null}
          {may('prescriptions.write') ? (
            <Button tone="go" keys="N" onPress={() => void navigate(`/intake?patientId=${patient.id}`)}>
              {t('patient.newRx')}
            </Button>
          ) : null}
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        {tab === 'medications' ? <MedicationsPanel profile={profile} /> : null}
        {tab === 'fills' ? <FillsPanel profile={profile} /> : null}
        {tab === 'health' ? <HealthPanel patient={patient} onChanged={refresh} /> : null}
        {tab === 'coverage' ? <CoveragePanel patient={patient} onChanged={refresh} /> : null}
        {tab === 'account' ? <AccountPanel patientId={patient.id} /> : null}
        {tab === 'details' ? <DetailsPanel patient={patient} onChanged={refresh} /> : null}
        {tab === 'history' ? <HistoryPanel patientId={patient.id} /> : null}
      </div>
      {open === 'edit' ? (
        <PatientForm patient={patient} start="" onClose={() => setOpen(null)} onSaved={() => setOpen(null)} />
      ) : null}
      {open === 'merge' ? <MergeDialog patient={patient} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function countOf(tab: Tab, profile: Profile): { count?: number } {
  if (tab === 'medications') return { count: profile.activeMedications.length };
  if (tab === 'fills') return { count: profile.fills.length };
  return {};
}

function Header({ patient }: { patient: Patient }) {
  const store = useStore();
  const phone = patient.phones[0]?.number;
  const place = patient.address ? `${patient.address.line1}, ${patient.address.city}` : null;
  const allergies = patient.allergies.filter((entry) => !entry.ended);
  return (
    <Card aria-label={`${patient.name.family}, ${patient.name.given}`}>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div>
          <h1>
            {patient.name.family}, {patient.name.given}
          </h1>
          <div className="text-ink-2">
            {[
              t(`patient.sex.${patient.sex}`),
              t('patients.age', { age: patient.age }),
              store.date(patient.birthDate),
              place,
              phone,
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
        <div className="flex flex-wrap gap-1.5">
          {allergies.map((entry) => (
            <Tag key={entry.id} tone={entry.kind === 'allergy' ? 'late' : 'plain'}>
              {[entry.substance, entry.reaction].filter(Boolean).join(' · ')}
            </Tag>
          ))}
          {allergies.length === 0 ? (
            <Tag tone={patient.noKnownAllergies ? 'plain' : 'warn'}>
              {t(patient.noKnownAllergies ? 'patient.allergies.none' : 'patient.allergies.unasked')}
            </Tag>
          ) : null}
          {patient.weightKg === null ? null : <Tag>{t('patient.weight', { kg: patient.weightKg })}</Tag>}
          {patient.pregnant ? <Tag tone="warn">{t('patient.pregnant')}</Tag> : null}
          {patient.lactating ? <Tag tone="warn">{t('patient.lactating')}</Tag> : null}
          {patient.deceasedOn ? <Tag>{t('patients.deceased')}</Tag> : null}
        </div>
      </div>
      {patient.notes
        .filter((note) => note.isImportant && !note.ended)
        .map((note) => (
          <p key={note.id} className="mt-2">
            <Tag tone="info">{t('patient.note')}</Tag> {note.text}
          </p>
        ))}
    </Card>
  );
}

/** Two terminals changed the same field: both values stay to be looked at until someone has seen them. */
function Conflicts({ patient, onSeen }: { patient: Patient; onSeen: () => void }) {
  const seen = useCommand(client.patients.update, onSeen);
  const conflicts = patient.conflicts.filter(({ kind }) => kind === 'changed-twice');
  if (conflicts.length === 0) return null;
  return (
    <Notice tone="warn">
      <ul className="grid gap-1">
        {conflicts.map((conflict) => (
          <li key={conflict.conflictId} className="flex items-baseline gap-3">
            <span className="flex-1">
              {t('patient.conflict', {
                field: conflict.field,
                kept: text(conflict.kept.value),
                other: text(conflict.other.value),
              })}
            </span>
            <Button
              size="small"
              isBusy={seen.isBusy}
              onPress={() => void seen.run({ id: patient.id, seenConflictIds: [conflict.conflictId] })}
            >
              {t('patient.conflict.seen')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNotice problem={seen.problem} />
    </Notice>
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
