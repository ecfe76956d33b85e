import { Button, Card, Checkbox, KeyValue, Tag, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { EndEntry } from './EndEntry.tsx';
import type { Patient } from './types.ts';

export function DetailsPanel({ patient, onChanged }: { patient: Patient; onChanged: () => void }) {
  const may = usePermission();
  const unmerge = useCommand(client.patients.unmerge, onChanged);
  const { address } = patient;
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Card title={t('patient.tab.details')}>
        <div className="mt-2">
          <KeyValue
            rows={[
              ...patient.phones.map(
                (phone) =>
                  [
                    t('patients.phone'),
                    `${phone.number} · ${phone.kind}${phone.smsConsent ? ` · ${t('patient.sms')}` : ''}`,
                  ] as const,
              ),
              [
                t('patient.address'),
                address
                  ? [address.line1, address.line2, `${address.city} ${address.state} ${address.postalCode}`]
                      .filter(Boolean)
                      .join(', ')
                  : null,
              ],
              [t('patient.language'), patient.language],
              [t('patient.easyOpen'), patient.easyOpenCaps ? '✓' : null],
              ...patient.caregivers
                .filter((entry) => !entry.ended)
                .map(
                  (entry) => [entry.relationship, `${entry.name}${entry.phone ? ` · ${entry.phone}` : ''}`] as const,
                ),
              ...patient.identifiers.map((identifier) => [identifier.kind, identifier.value] as const),
            ]}
          />
        </div>
        {may('patients.merge')
          ? patient.absorbed.map((id) => (
              <div key={id} className="mt-2">
                <Button
                  size="small"
                  isBusy={unmerge.isBusy}
                  onPress={() =>
                    void unmerge.run({ id: patient.id, otherId: id, reason: t('patient.unmerge', { id }) })
                  }
                >
                  {t('patient.unmerge', { id })}
                </Button>
              </div>
            ))
          : null}
        <ProblemNotice problem={unmerge.problem} />
      </Card>
      <Notes patient={patient} onChanged={onChanged} />
    </div>
  );
}

function Notes({ patient, onChanged }: { patient: Patient; onChanged: () => void }) {
  const may = usePermission();
  const store = useStore();
  const [text, setText] = useState('');
  const [isImportant, setImportant] = useState(false);
  const add = useCommand(client.patients.addNote, () => {
    setText('');
    onChanged();
  });
  return (
    <Card title={t('patient.notes')}>
      <ul className="mt-2 grid gap-2">
        {patient.notes
          .filter((note) => !note.ended)
          .map((note) => (
            <li key={note.id} className="flex items-baseline gap-2">
              {note.isImportant ? <Tag tone="info">!</Tag> : null}
              <span className="flex-1">
                {note.text}{' '}
                <span className="faint">
                  {note.addedBy} · {store.moment(note.addedAt)}
                </span>
              </span>
              {may('patients.write') ? (
                <EndEntry
                  patientId={patient.id}
                  entryId={note.id}
                  what={t('patient.note')}
                  end={client.patients.endNote}
                  onEnded={onChanged}
                />
              ) : null}
            </li>
          ))}
      </ul>
      {may('patients.write') ? (
        <div className="mt-3 grid gap-2.5 border-t border-line pt-3">
          <TextField label={t('patient.note')} rows={2} value={text} onChange={setText} />
          <div className="flex items-center justify-between">
            <Checkbox isSelected={isImportant} onChange={setImportant}>
              {t('patient.note.important')}
            </Checkbox>
            <Button
              isDisabled={!text.trim()}
              isBusy={add.isBusy}
              onPress={() => void add.run({ id: patient.id, text: text.trim(), isImportant })}
            >
              {t('patient.note.add')}
            </Button>
          </div>
          <ProblemNotice problem={add.problem} />
        </div>
      ) : null}
    </Card>
  );
}
