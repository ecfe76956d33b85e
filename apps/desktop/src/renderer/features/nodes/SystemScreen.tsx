import { Button, Card, type Column, DataTable, Dialog, KeyValue, Tag, type Tone } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { QueryView } from '../../work/QueryView.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { PrinterCard } from '../printers/PrinterCard.tsx';
import { Alarms, Leader, PeersCard } from './PeersCard.tsx';
import { StockHealth } from './StockHealth.tsx';

type Status = Awaited<ReturnType<typeof client.nodes.status>>;
type Module = Status['modules'][number];

const tones: Record<Module['state'], Tone> = { running: 'ok', failing: 'late', off: 'warn' };

/** Health of this terminal in plain words, and the digests by which two terminals are compared. */
export function SystemScreen() {
  const query = useQuery({ ...api.nodes.status.queryOptions(), refetchInterval: 5000 });
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <h1>{t('system.title')}</h1>
      <QueryView query={query}>{(status) => <StatusView status={status} />}</QueryView>
    </div>
  );
}

function StatusView({ status }: { status: Status }) {
  const store = useStore();
  const events = Object.values(status.ledger.vector).reduce((sum, seq) => sum + seq, 0);
  const digest = (value: string) => <span className="mono">{value.slice(0, 24) || '—'}</span>;
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[22rem_minmax(0,1fr)] gap-3.5">
      <div className="flex min-h-0 flex-col gap-3 overflow-auto">
        <Alarms status={status} />
        <PeersCard status={status} />
        <Card title={t('system.terminal')}>
          <div className="mt-3">
            <KeyValue
              rows={[
                [
                  t('system.id'),
                  <span key="i" className="mono">
                    {status.terminalId}
                  </span>,
                ],
                [
                  t('system.store'),
                  <span key="s" className="mono">
                    {status.storeId}
                  </span>,
                ],
                [t('system.roles'), status.roles.join(', ')],
                [t('system.leader'), <Leader key="l" status={status} />],
                [
                  t('system.syncUrl'),
                  status.syncUrl ? (
                    <span key="u" className="mono">
                      {status.syncUrl}
                    </span>
                  ) : null,
                ],
                [t('system.now'), store.moment(status.now)],
              ]}
            />
          </div>
        </Card>
        <Card
          title={t('system.ledger')}
          side={
            <Tag tone={status.ledger.unsealed > 0 ? 'plain' : 'ok'}>
              {status.ledger.unsealed > 0
                ? t('system.ledger.unsealed', { count: status.ledger.unsealed })
                : t('system.ledger.signed')}
            </Tag>
          }
        >
          <div className="mt-3 grid gap-2">
            <div className="text-[1.0625rem] font-[620]">{t('system.ledger.events', { count: events })}</div>
            <KeyValue
              rows={[
                [t('system.digest'), digest(status.ledger.digest)],
                [t('system.projections'), digest(status.projectionsDigest)],
                [t('system.inventory'), digest(status.inventoryDigest)],
              ]}
            />
          </div>
        </Card>
        <StockHealth health={status.stock} />
        <PrinterCard />
      </div>
      <Modules modules={status.modules} />
    </div>
  );
}

function Modules({ modules }: { modules: readonly Module[] }) {
  const may = usePermission();
  const queries = useQueryClient();
  const [selected, setSelected] = useState<string | null>(null);
  const [asked, setAsked] = useState<Module | null>(null);
  const command = useCommand(
    client.nodes.switchModule,
    () => void queries.invalidateQueries({ queryKey: api.nodes.key() }),
  );
  const current = modules.find((module) => module.name === selected) ?? null;
  const columns: readonly Column<Module>[] = [
    { id: 'name', header: t('system.module'), width: 'minmax(9rem,1fr)', cell: (row) => row.name },
    {
      id: 'version',
      header: t('system.version'),
      width: '6rem',
      cell: (row) => <span className="mono">{row.version}</span>,
    },
    {
      id: 'state',
      header: t('system.state'),
      width: '7rem',
      cell: (row) => <Tag tone={tones[row.state]}>{t(`system.state.${row.state}`)}</Tag>,
    },
    {
      id: 'error',
      header: '',
      width: 'minmax(8rem,1fr)',
      cell: (row) =>
        row.lastError ? <span className="faint">{t('system.lastError', { what: row.lastError })}</span> : null,
    },
  ];
  return (
    <div className="flex min-h-0 flex-col gap-2.5">
      <ProblemNotice problem={command.problem} />
      <div className="card min-h-0 flex-1 overflow-hidden">
        <DataTable
          aria-label={t('system.modules')}
          columns={columns}
          rows={modules}
          rowKey={(row) => row.name}
          selectedKey={selected}
          onSelect={setSelected}
          autoFocus
        />
      </div>
      {may('modules.manage') && current ? (
        <div className="flex justify-end">
          {current.state === 'off' ? (
            <Button keys="S" isBusy={command.isBusy} onPress={() => void command.run({ name: current.name, to: 'on' })}>
              {t('system.switch.on')}
            </Button>
          ) : (
            <Button keys="S" tone="no" onPress={() => setAsked(current)}>
              {t('system.switch.off')}
            </Button>
          )}
        </div>
      ) : null}
      <Dialog
        title={t('system.switch.confirm', { name: asked?.name ?? '' })}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        footer={
          <>
            <Button onPress={() => setAsked(null)}>{t('common.cancel')}</Button>
            <Button
              tone="no"
              keys="Ctrl+Enter"
              isBusy={command.isBusy}
              onPress={() => {
                if (asked) void command.run({ name: asked.name, to: 'off' });
                setAsked(null);
              }}
            >
              {t('system.switch.off')}
            </Button>
          </>
        }
      >
        <p>{t('system.switch.effect')}</p>
      </Dialog>
    </div>
  );
}
