import {
  Button,
  Card,
  type Column,
  DataTable,
  DateField,
  EmptyState,
  KeyValue,
  Notice,
  Segments,
  Tag,
  TextField,
  type Tone,
} from '@apotheca/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { saveText } from '../../work/save-file.ts';
import { useCommand } from '../../work/use-command.ts';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';

type AuditEvent = Awaited<ReturnType<typeof client.audit.events>>['items'][number];
type Outcome = AuditEvent['outcome'];

const tones: Record<Outcome, Tone> = { change: 'plain', read: 'plain', denied: 'warn', failed: 'late' };
const outcomes = ['all', 'change', 'read', 'denied', 'failed'] as const;

/** The audit explorer: filters above, events left, one event right. */
export function AuditScreen() {
  const [params] = useSearchParams();
  const store = useStore();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>('all');
  const [patientId, setPatientId] = useState(params.get('patientId') ?? '');
  const [actor, setActor] = useState('');
  const [action, setAction] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const typed = useLater({ patientId, actor, action }, 250);
  const filter = {
    ...(typed.patientId.trim() ? { patientId: typed.patientId.trim() } : {}),
    ...(typed.actor.trim() ? { actor: typed.actor.trim() } : {}),
    ...(typed.action.trim() ? { action: typed.action.trim() } : {}),
    ...(outcome === 'all' ? {} : { outcome }),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
  const query = useInfiniteQuery(
    api.audit.events.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, limit: 100, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      staleTime: 5000,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const event = rows.find((row) => row.id === selected) ?? null;
  const report = useCommand(client.audit.reports, (file) => saveText(file.fileName, file.mediaType, file.text));
  const verify = useCommand(client.audit.verification);
  const [verdict, setVerdict] = useState<Awaited<ReturnType<typeof client.audit.verification>> | null>(null);

  const columns: readonly Column<AuditEvent>[] = [
    {
      id: 'at',
      header: t('audit.when'),
      width: '8.5rem',
      cell: (row) => <span className="num">{store.moment(row.at)}</span>,
    },
    { id: 'who', header: t('audit.who'), width: 'minmax(8rem,1fr)', cell: (row) => row.actor.name },
    {
      id: 'action',
      header: t('audit.action'),
      width: 'minmax(10rem,1.3fr)',
      cell: (row) => <span className="mono">{row.action}</span>,
    },
    {
      id: 'outcome',
      header: t('audit.outcome'),
      width: '6rem',
      cell: (row) => <Tag tone={tones[row.outcome]}>{row.outcome}</Tag>,
    },
    {
      id: 'patients',
      header: t('audit.patients'),
      width: '5rem',
      align: 'end',
      cell: (row) => row.patientIds.length || '',
    },
    {
      id: 'terminal',
      header: t('audit.terminal'),
      width: '9rem',
      fromRem: 56,
      cell: (row) => <span className="mono truncate">{row.terminalId}</span>,
    },
  ];

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1>{t('audit.title')}</h1>
        <Segments
          aria-label={t('audit.outcome')}
          options={outcomes.map((value) => ({ value, label: t(`audit.outcome.${value}`) }))}
          value={outcome}
          onChange={setOutcome}
        />
        <div className="ml-auto flex gap-2">
          <Button
            keys="K"
            isBusy={verify.isBusy}
            onPress={() => void verify.run(undefined).then((answer) => answer && setVerdict(answer))}
          >
            {t('audit.verify')}
          </Button>
          <Button keys="E" isBusy={report.isBusy} onPress={() => void report.run(filter)}>
            {t('audit.export')}
          </Button>
        </div>
      </div>
      <div className="grid grid-cols-[1.4fr_1fr_1fr_9rem_9rem] gap-2">
        <TextField label={t('audit.filter.patient')} isMono value={patientId} onChange={setPatientId} />
        <TextField label={t('audit.filter.actor')} value={actor} onChange={setActor} />
        <TextField label={t('audit.filter.action')} value={action} onChange={setAction} />
        <DateField
          label={t('audit.filter.from')}
          today={store.today}
          value={from}
          onChange={setFrom}
          order={store.dateOrder}
        />
        <DateField
          label={t('audit.filter.to')}
          today={store.today}
          value={to}
          onChange={setTo}
          order={store.dateOrder}
        />
      </div>
      <ProblemNotice problem={report.problem ?? verify.problem} />
      {verdict ? <Verdict verdict={verdict} /> : null}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_20rem] gap-3.5">
        <div className="card min-h-0 flex-1 overflow-hidden">
          <DataTable
            aria-label={t('audit.list')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            selectedKey={selected}
            onSelect={setSelected}
            onNearEnd={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
            autoFocus
            empty={query.isPending ? null : <EmptyState title={t('audit.none')}>{t('audit.none.next')}</EmptyState>}
          />
        </div>
        <EventCard event={event} moment={store.moment} />
      </div>
    </div>
  );
}

function Verdict({ verdict }: { verdict: Awaited<ReturnType<typeof client.audit.verification>> }) {
  if (verdict.ok) {
    return (
      <Notice tone="ok">
        <div className="font-[560]">{t('audit.verify.ok', { count: verdict.checked })}</div>
        <div className="text-ink-2">
          {t('audit.verify.detail', { seals: verdict.seals, unsealed: verdict.unsealed })} ·{' '}
          <span className="mono">{verdict.digest.slice(0, 16)}</span>
        </div>
      </Notice>
    );
  }
  const bad = verdict.firstBad ?? { why: '', seq: 0, origin: '' };
  return (
    <Notice tone="late">
      <div className="font-[560]">{t('audit.verify.bad', { why: bad.why, seq: bad.seq, origin: bad.origin })}</div>
      {t('audit.verify.bad.next')}
    </Notice>
  );
}

function EventCard({ event, moment }: { event: AuditEvent | null; moment: (at: string) => string }) {
  if (!event) {
    return (
      <Card className="self-start">
        <p className="text-ink-2">{t('audit.intro')}</p>
      </Card>
    );
  }
  return (
    <Card
      className="min-h-0 overflow-auto"
      title={event.action}
      side={<Tag tone={tones[event.outcome]}>{event.outcome}</Tag>}
    >
      <div className="mt-3">
        <KeyValue
          rows={[
            [t('audit.when'), moment(event.at)],
            [t('audit.who'), event.actor.name],
            [t('audit.role'), event.actor.role],
            [t('audit.patients'), event.patientIds.length > 0 ? <IdList ids={event.patientIds} /> : null],
            [t('audit.objects'), event.objects.length > 0 ? <IdList ids={event.objects} /> : null],
            [t('audit.denials'), event.denials.join(', ')],
            [t('audit.purpose'), event.purpose],
            [t('audit.revision'), event.revision],
            [
              t('audit.terminal'),
              <span key="t" className="mono">
                {event.terminalId}
              </span>,
            ],
            [
              t('audit.address'),
              <span key="a" className="mono">
                {event.address}
              </span>,
            ],
            [
              t('audit.request'),
              <span key="r" className="mono">
                {event.requestId}
              </span>,
            ],
          ]}
        />
      </div>
    </Card>
  );
}

function IdList({ ids }: { ids: readonly string[] }) {
  return (
    <ul className="mono">
      {ids.map((id) => (
        <li key={id}>{id}</li>
      ))}
    </ul>
  );
}
