import { type Column, initials, Tag, type Tone } from '@apotheca/ui';
import type { client } from '../../client.ts';
import { t, type WordKey } from '../../text/t.ts';
import {
  DrugName,
  dueText,
  isControlled,
  placeText,
  quantityText,
  RxNumber,
  ScheduleTag,
  StageSteps,
  scheduleText,
  stageName,
} from '../../work/Rx.tsx';

export type QueueRow = Awaited<ReturnType<typeof client.prescriptions.list>>['items'][number];

/** What stops or colours a row, most pressing first. */
const needTones: Readonly<Record<string, Tone>> = {
  conflict: 'clash',
  expired: 'late',
  alerts: 'late',
  'rejected-claim': 'warn',
  'stock-owed': 'warn',
  corrected: 'warn',
  pharmacist: 'info',
};
const pressing = Object.keys(needTones);
const blocking = new Set(['conflict', 'expired', 'alerts', 'rejected-claim']);

export function isBlocked(row: QueueRow): boolean {
  return row.stage === 'on-hold' || row.needs.some((need) => blocking.has(need));
}

function Needs({ row }: { row: QueueRow }) {
  if (row.stage === 'on-hold' && row.holdReason) return <Tag tone="warn">{t(`hold.${row.holdReason}`)}</Tag>;
  if (row.stage === 'ready' && row.binLocation) return <Tag tone="ok">{placeText(row.binLocation)}</Tag>;
  if (row.stage === 'verification' && asksOnlySecondFactor(row)) return <SecondFactor row={row} />;
  const name = (need: string) => t(`need.${need}` as WordKey & `need.${string}`);
  const sorted = row.needs.filter((need) => need !== 'controlled').toSorted((a, b) => rank(a) - rank(b));
  const [first, ...rest] = sorted;
  return (
    <span className="inline-flex items-center gap-1.5" title={sorted.map(name).join(', ')}>
      <ScheduleTag schedule={row.schedule} />
      {first ? (
        <Tag tone={needTones[first] ?? 'plain'}>{name(first)}</Tag>
      ) : (
        <Tag tone={row.stage === 'verification' ? 'info' : 'plain'}>{stageName(row.stage)}</Tag>
      )}
      {rest.length > 0 ? <span className="faint">+{rest.length}</span> : null}
    </span>
  );
}

function asksOnlySecondFactor({ schedule, needs }: QueueRow): boolean {
  return isControlled(schedule) && needs.every((need) => need === 'pharmacist' || need === 'controlled');
}

function SecondFactor({ row }: { row: QueueRow }) {
  return <Tag tone="ctrl">{`${scheduleText(row.schedule ?? '')} · ${t('need.controlled')}`}</Tag>;
}

function rank(need: string): number {
  const index = pressing.indexOf(need);
  return index < 0 ? pressing.length : index;
}

export function queueColumns(nowMs: number): readonly Column<QueueRow>[] {
  return [
    {
      id: 'due',
      header: t('queue.col.due'),
      width: '4.75rem',
      sortValue: (row) => row.due,
      cell: (row) =>
        row.stage === 'ready' ? (
          <span className="faint">{t('due.none')}</span>
        ) : (
          <span className={row.late ? 'ink-late font-[600]' : undefined}>{dueText(row.due, nowMs)}</span>
        ),
    },
    {
      id: 'rx',
      header: t('queue.col.rx'),
      width: '4.25rem',
      sortValue: (row) => row.rxNumber,
      cell: (row) => <RxNumber rxNumber={row.rxNumber} />,
    },
    {
      id: 'patient',
      header: t('queue.col.patient'),
      width: 'minmax(8.5rem, 1.5fr)',
      sortValue: (row) => row.patientName,
      cell: (row) => row.patientName ?? <span className="faint">{t('rx.noPatient')}</span>,
    },
    {
      id: 'drug',
      header: t('queue.col.drug'),
      width: 'minmax(10rem, 2fr)',
      sortValue: (row) => row.drug,
      cell: (row) => <DrugName name={row.drug} isShort />,
    },
    {
      id: 'quantity',
      header: t('queue.col.quantity'),
      width: '3.5rem',
      align: 'end',
      sortValue: (row) => row.quantity,
      cell: (row) => quantityText(row.quantity, row.unit),
    },
    {
      id: 'stage',
      header: t('queue.col.stage'),
      width: '5.5rem',
      fromRem: 53,
      cell: (row) => <StageSteps stage={row.stage} isStuck={isBlocked(row)} />,
    },
    { id: 'needs', header: t('queue.col.needs'), width: '7.75rem', cell: (row) => <Needs row={row} /> },
    {
      id: 'with',
      header: t('queue.col.with'),
      width: '2.25rem',
      fromRem: 46,
      cell: (row) => (
        <span className="faint" title={row.with.map((one) => one.userName).join(', ')}>
          {row.with[0] ? initials(row.with[0].userName) : '—'}
        </span>
      ),
    },
  ];
}
