import { Button, Card, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';

/** Two terminals did something at once that cannot both be right: both sides, three actions, one note. */
export function ConflictCard({ rx }: { rx: RxDetail }) {
  const open = rx.conflicts.find((conflict) => conflict.resolved === null);
  const [note, setNote] = useState('');
  const may = usePermission();
  const { moment } = useStore();
  const resolve = useCommand(client.prescriptions.resolveConflict, () => setNote(''));
  if (!open) return null;
  const decide = (keep: 'first' | 'second' | 'both') =>
    void resolve.run({ id: rx.id, conflictId: open.conflictId, keep, note });
  const isDisabled = note.trim() === '' || !may('clinical.override');
  return (
    <Card title={<h2 className="ink-clash">{t('rxPage.conflict')}</h2>} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        {open.sides.map((side, index) => (
          <div key={`${side.by.terminalId}-${side.by.at}`} className="rounded-card bg-sunken p-3">
            <b>{side.type}</b>
            <div className="muted">{side.detail}</div>
            <div className="faint">
              {index + 1} · {side.by.userName} · {moment(side.by.at)} · {side.by.terminalId}
            </div>
          </div>
        ))}
      </div>
      <TextField label={t('rxPage.conflict.note')} value={note} onChange={setNote} rows={2} maxLength={500} />
      <ProblemNotice problem={resolve.problem} />
      <div className="flex flex-wrap gap-2">
        {(['first', 'second', 'both'] as const).map((keep) => (
          <Button key={keep} isDisabled={isDisabled} isBusy={resolve.isBusy} onPress={() => decide(keep)}>
            {t(`rxPage.conflict.${keep}`)}
          </Button>
        ))}
      </div>
    </Card>
  );
}
