import {
  Button,
  Card,
  type Column,
  DataTable,
  EmptyState,
  type TableHandle,
  Tag,
  type Tone,
  useShortcut,
} from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { type Store, useStore } from '../../work/use-store.ts';
import { JoinCodeDialog } from './JoinCodeDialog.tsx';
import { OpenCodes } from './OpenCodes.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import { type TerminalRow, terminalRows } from './terminal-rows.ts';

const rowKey = (row: TerminalRow) => row.terminalId;
const refreshMs = 5_000;
const tones: Record<TerminalRow['state'], Tone> = { self: 'info', connected: 'ok', apart: 'warn', revoked: 'plain' };

const nothingKnown = { peers: [], leader: null };

type Asked = { readonly what: 'rename' | 'revoke'; readonly row: TerminalRow } | { readonly what: 'code' } | null;

/** The terminals of the store: how they are connected, who let them in; new ones, other names, putting one out. */
export function TerminalsScreen() {
  const navigate = useNavigate();
  const store = useStore();
  const may = usePermission();
  const table = useRef<TableHandle>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked>(null);
  const query = useQuery({ ...api.nodes.terminals.queryOptions(), refetchInterval: refreshMs });
  const { data: status } = useQuery({ ...api.nodes.status.queryOptions(), refetchInterval: refreshMs });
  const rows = useMemo(() => terminalRows(query.data?.items ?? [], status ?? nothingKnown), [query.data, status]);
  const columns = useMemo(() => columnsOf(store), [store]);
  const row = rows.find((one) => one.terminalId === selected) ?? rows[0] ?? null;
  const mayManage = may('terminals.manage');
  useShortcut('ArrowDown', t('queue.arrows'), () => table.current?.press('ArrowDown'));
  useShortcut('ArrowUp', t('queue.arrows'), () => table.current?.press('ArrowUp'), { hidden: true });

  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-4">
        <h1>{t('terminals.title')}</h1>
        {mayManage ? (
          <Button tone="go" keys="N" onPress={() => setAsked({ what: 'code' })}>
            {t('terminals.new')}
          </Button>
        ) : null}
        <Button keys="B" tone="quiet" onPress={() => void navigate('/system')}>
          {t('terminals.back')}
        </Button>
      </div>
      <p className="mb-3 text-ink-2">{t('terminals.lead')}</p>
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_19.75rem]">
        <div className="card min-h-56 overflow-hidden">
          <QueryView query={query}>
            {() => (
              <DataTable
                ref={table}
                aria-label={t('terminals.title')}
                columns={columns}
                rows={rows}
                rowKey={rowKey}
                selectedKey={row?.terminalId ?? null}
                onSelect={setSelected}
                isQuiet={(one) => one.state === 'revoked'}
                autoFocus
                empty={<EmptyState title={t('system.alone')} />}
              />
            )}
          </QueryView>
        </div>
        <div className="flex flex-col gap-3">
          {row ? (
            <Chosen
              row={row}
              roles={status?.roles ?? []}
              mayManage={mayManage}
              onAsk={(what) => setAsked({ what, row })}
            />
          ) : null}
          {mayManage ? <OpenCodes /> : null}
        </div>
      </div>
      {asked?.what === 'code' ? <JoinCodeDialog known={rows.length} onClose={() => setAsked(null)} /> : null}
      {asked?.what === 'rename' ? <RenameDialog terminal={asked.row} onClose={() => setAsked(null)} /> : null}
      {asked?.what === 'revoke' ? <RevokeDialog terminal={asked.row} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

function Chosen(props: {
  row: TerminalRow;
  roles: readonly string[];
  mayManage: boolean;
  onAsk: (what: 'rename' | 'revoke') => void;
}) {
  const { row, roles } = props;
  return (
    <Card title={row.name || row.terminalId} className="flex flex-col gap-2">
      <p className="mono faint break-all">{row.terminalId}</p>
      {row.isSelf ? <p>{t('terminals.roles', { roles: roles.join(', ') })}</p> : null}
      {row.leads ? <p>{t('terminals.leads.lead')}</p> : null}
      {row.peer ? <p>{row.peer.text}</p> : null}
      {row.revokedBecause ? (
        <p>
          {t('terminals.revoked')}: {row.revokedBecause}
        </p>
      ) : null}
      {props.mayManage && row.state !== 'revoked' ? (
        <div className="flex gap-2">
          <Button keys="R" isWide onPress={() => props.onAsk('rename')}>
            {t('terminals.rename')}
          </Button>
          <Button keys="X" isWide tone="no" onPress={() => props.onAsk('revoke')}>
            {t('terminals.revoke')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function stateText(state: TerminalRow['state']): string {
  if (state === 'self') return t('terminals.self');
  if (state === 'revoked') return t('terminals.revoked');
  return t(state === 'connected' ? 'system.peer.connected' : 'system.peer.apart');
}

function lagText({ peer, state }: TerminalRow): string {
  if (!peer || state === 'self' || state === 'revoked') return '';
  const parts = [
    peer.lagEvents > 0 ? t('terminals.lag.out', { count: peer.lagEvents }) : null,
    peer.behindEvents > 0 ? t('terminals.lag.in', { count: peer.behindEvents }) : null,
  ].filter(Boolean);
  return parts.length === 0 ? t('terminals.lag.none') : parts.join(', ');
}

function columnsOf(store: Store): readonly Column<TerminalRow>[] {
  return [
    {
      id: 'name',
      header: t('terminals.col.name'),
      width: 'minmax(9rem,1.4fr)',
      sortValue: (row) => row.name,
      cell: (row) => (
        <span className="flex items-baseline gap-2">
          <b>{row.name || row.terminalId}</b>
          {row.leads ? <Tag tone="go">{t('terminals.leads')}</Tag> : null}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('terminals.col.state'),
      width: '8.5rem',
      sortValue: (row) => row.state,
      cell: (row) => <Tag tone={tones[row.state]}>{stateText(row.state)}</Tag>,
    },
    { id: 'lag', header: t('terminals.col.lag'), width: 'minmax(7rem,1fr)', cell: lagText },
    {
      id: 'heard',
      header: t('terminals.col.heard'),
      width: '7rem',
      cell: (row) => (row.peer?.lastHeardAt ? store.moment(row.peer.lastHeardAt) : ''),
    },
    {
      id: 'since',
      header: t('terminals.col.since'),
      width: 'minmax(9rem,1fr)',
      fromRem: 46,
      cell: (row) => {
        if (!row.enrolledAt) return '';
        const day = store.dayOf(row.enrolledAt);
        return row.enrolledBy ? t('terminals.joined', { day, name: row.enrolledBy }) : t('terminals.first', { day });
      },
    },
  ];
}
