import { Button, Card, Dot, Notice } from '@apotheca/ui';
import { useNavigate } from 'react-router';
import type { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';

export type Status = Awaited<ReturnType<typeof client.nodes.status>>;

/** The other terminals and the relay: how each link stands, in a sentence. */
export function PeersCard({ status }: { status: Status }) {
  const navigate = useNavigate();
  const { moment } = useStore();
  return (
    <Card
      title={t('system.peers')}
      side={
        <Button keys="T" size="small" onPress={() => void navigate('/system/terminals')}>
          {t('system.terminals')}
        </Button>
      }
    >
      {status.peers.length === 0 ? <p className="mt-2 text-ink-2">{t('system.alone')}</p> : null}
      <ul className="mt-2 grid gap-2.5">
        {status.peers.map((peer) => (
          <li key={`${peer.kind} ${peer.terminalId}`}>
            <div className="flex items-baseline gap-2">
              <Dot tone={peer.connected ? 'ok' : 'idle'} />
              <b className="flex-1">{peer.name}</b>
              <span className="faint">{t(peer.connected ? 'system.peer.connected' : 'system.peer.apart')}</span>
            </div>
            <div className="text-ink-2">{peer.text}</div>
            {peer.lastHeardAt && !peer.connected ? (
              <div className="faint">{t('system.peer.heard', { at: moment(peer.lastHeardAt) })}</div>
            ) : null}
          </li>
        ))}
      </ul>
      {status.waiting.length > 0 ? (
        <div className="mt-3">
          <div className="cap">{t('system.waiting')}</div>
          <ul className="grid gap-1">
            {status.waiting.map((one) => (
              <li key={one.text}>{one.text}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </Card>
  );
}

/** What somebody has to do something about; nothing at all while all is well. */
export function Alarms({ status }: { status: Status }) {
  const alarms = [
    ...(status.membership.state === 'member' ? [] : [{ tone: 'late' as const, text: status.membership.text }]),
    ...status.quarantined.map(({ text }) => ({ tone: 'late' as const, text })),
    ...status.peers
      .filter(({ clockAheadSeconds }) => clockAheadSeconds !== null)
      .map(({ name, text }) => ({ tone: 'warn' as const, text: `${name}: ${text}` })),
  ];
  return alarms.map(({ tone, text }) => (
    <Notice key={text} tone={tone}>
      {text}
    </Notice>
  ));
}

export function Leader({ status }: { status: Status }) {
  const { leader, terminalId, peers } = status;
  if (leader === null) return t('system.leader.none');
  if (leader === terminalId) return t('system.leader.here');
  return peers.find((peer) => peer.terminalId === leader)?.name ?? leader;
}
