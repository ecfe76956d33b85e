import { Button, Card, KeyValue, Skeleton, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../client.ts';
import { t, type WordKey } from '../../text/t.ts';
import { PatientHead } from '../../work/PatientHead.tsx';
import { DrugName, dueText, quantityText, rxNumberText } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import { AlertList } from '../prescriptions/AlertList.tsx';
import { HoldDialog } from '../prescriptions/HoldDialog.tsx';
import { useRelease } from '../prescriptions/use-release.ts';
import type { QueueRow } from './queue-columns.tsx';

/** Long enough that moving through the list does not read (and audit) every patient on the way. */
const restMs = 220;

/** Right of the list: whom it is for, what was prescribed, what stops it, and the step that comes next. */
export function QueueSummary({ row, onOpen }: { row: QueueRow; onOpen: () => void }) {
  const id = useLater(row.id, restMs);
  const { data } = useQuery({ ...api.prescriptions.get.queryOptions({ input: { id } }), enabled: id === row.id });
  // Pinned when the dialog opens: the list may change under it, and then another row is chosen.
  const [holding, setHolding] = useState<QueueRow | null>(null);
  const [isUnfolded, setUnfolded] = useState(false);
  const navigate = useNavigate();
  const { nowMs, day, moment } = useStore();
  const release = useRelease();
  const rx = data?.id === row.id ? data : null;
  const isHeld = row.stage === 'on-hold';

  return (
    <Card aria-label={t('queue.summary')} className="flex min-h-0 flex-col gap-3 overflow-auto">
      <div className="card-head">
        <h2 className="mono text-[0.875rem]">{rxNumberText(row.rxNumber)}</h2>
        {row.due ? (
          <Tag tone={row.late ? 'late' : 'plain'} title={t('queue.due.at', { time: moment(row.due) })}>
            {dueText(row.due, nowMs)}
          </Tag>
        ) : null}
      </div>
      <PatientHead
        patientId={id === row.id ? row.patientId : null}
        name={row.patientName}
        birthDate={row.patientBirthDate}
      />
      <KeyValue
        rows={[
          [t('queue.prescribed'), <DrugName key="drug" name={rx?.drug?.name ?? row.drug} />],
          [t('rx.directions'), rx?.sig?.english],
          [
            t('rx.quantity'),
            [
              quantityText(row.quantity, row.unit),
              row.daysSupply ? t('rx.days.n', { count: row.daysSupply }) : null,
              t('rx.refills.n', { count: row.refillsRemaining }),
            ]
              .filter(Boolean)
              .join(' · '),
          ],
          [t('rx.prescriber'), row.prescriberName],
          [t('rx.origin'), `${t(`origin.${row.origin}`)}${rx?.entered ? `, ${moment(rx.entered.at)}` : ''}`],
          [t('rx.written'), day(rx?.writtenOn)],
          isHeld && row.holdReason ? [t('stage.on-hold'), t(`hold.${row.holdReason}`)] : null,
        ]}
      />
      {rx ? (
        <AlertList alerts={rx.alerts} isUnfolded={isUnfolded} onUnfold={() => setUnfolded(!isUnfolded)} isBrief />
      ) : (
        <Skeleton lines={2} />
      )}
      <div className="mt-auto grid gap-2 pt-2">
        <Button tone="go" isWide keys="Enter" onPress={onOpen}>
          {t(`queue.open.${row.stage}` as WordKey & `queue.open.${string}`)}
        </Button>
        <div className="flex gap-2">
          <Button isWide keys="O" onPress={() => void navigate(`/rx/${row.id}`)}>
            {t('queue.page')}
          </Button>
          {isHeld ? (
            <Button isWide keys="H" isBusy={release.isBusy} onPress={() => void release.run({ id: row.id })}>
              {t('queue.release')}
            </Button>
          ) : (
            <Button isWide keys="H" onPress={() => setHolding(row)}>
              {t('queue.hold')}
            </Button>
          )}
        </div>
      </div>
      {holding ? <HoldDialog key={holding.id} rx={holding} onClose={() => setHolding(null)} /> : null}
    </Card>
  );
}
