import { Button, Card, EmptyState, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { useCommand } from '../../work/use-command.ts';
import { EndEntry } from './EndEntry.tsx';
import type { Patient } from './types.ts';

const empty = { payerName: '', bin: '', pcn: '', groupId: '', memberId: '' };
const fields = [
  ['payerName', 'patient.payer', false],
  ['bin', 'patient.bin', false],
  ['pcn', 'patient.pcn', true],
  ['groupId', 'patient.group', true],
  ['memberId', 'patient.member', false],
] as const;

export function CoveragePanel({ patient, onChanged }: { patient: Patient; onChanged: () => void }) {
  const may = usePermission();
  const [form, setForm] = useState(empty);
  const add = useCommand(client.patients.addCoverage, () => {
    setForm(empty);
    onChanged();
  });
  const current = patient.coverages.filter((entry) => !entry.ended).toSorted((a, b) => a.priority - b.priority);
  const submit = () => {
    const { payerName, bin, memberId, pcn, groupId } = form;
    void add.run({
      id: patient.id,
      payerName,
      bin,
      memberId,
      priority: Math.min(9, current.length + 1),
      ...(pcn.trim() ? { pcn } : {}),
      ...(groupId.trim() ? { groupId } : {}),
    });
  };
  return (
    <div className="grid gap-3">
      {current.length === 0 ? (
        <EmptyState title={t('patient.coverage.none')} />
      ) : (
        <div className="card overflow-hidden">
          <table className="list w-full">
            <thead>
              <tr>
                <th>#</th>
                {fields.map(([field, label]) => (
                  <th key={field}>{t(label)}</th>
                ))}
                <th />
              </tr>
            </thead>
            <tbody>
              {current.map((entry) => (
                <tr key={entry.id}>
                  <td>{entry.priority}</td>
                  {fields.map(([field]) => (
                    <td key={field} className={field === 'payerName' ? undefined : 'mono'}>
                      {entry[field]}
                    </td>
                  ))}
                  <td>
                    {may('patients.write') ? (
                      <EndEntry
                        patientId={patient.id}
                        entryId={entry.id}
                        what={entry.payerName}
                        end={client.patients.endCoverage}
                        onEnded={onChanged}
                      />
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {may('patients.write') ? (
        <Card title={t('patient.coverage.add')}>
          <div className="mt-2 grid grid-cols-[1.5fr_7rem_7rem_8rem_1fr_auto] items-end gap-2.5">
            {fields.map(([field, label, isOptional]) => (
              <TextField
                key={field}
                label={t(label)}
                isOptional={isOptional}
                isMono={field !== 'payerName'}
                value={form[field]}
                onChange={(value) => setForm({ ...form, [field]: value })}
                error={fieldProblem(add.problem, field)}
              />
            ))}
            <Button isBusy={add.isBusy} onPress={submit}>
              {t('patient.coverage.add')}
            </Button>
          </div>
          <div className="mt-2">
            <ProblemNotice problem={add.problem} />
          </div>
        </Card>
      ) : null}
    </div>
  );
}
