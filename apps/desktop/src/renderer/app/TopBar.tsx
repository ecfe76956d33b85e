import { Avatar, Dot, Icon, Kbd, MenuButton } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, client, link } from '../client.ts';
import { sessionStore } from '../session/session-store.ts';
import { drafts, usePermission, useSignedIn } from '../session/use-session.ts';
import { t, type WordKey } from '../text/t.ts';

export interface TopBarProps {
  readonly onFind: () => void;
  readonly onSwitch: () => void;
  readonly onLock: () => void;
  readonly onAccount: () => void;
}

export function TopBar(props: TopBarProps) {
  const { user } = useSignedIn();

  async function signOut() {
    drafts.clear(user.id);
    await client.auth.signOut().catch(() => undefined);
    sessionStore.signOut();
  }

  return (
    <>
      <button type="button" className="find-bar" onClick={props.onFind}>
        <Icon name="search" />
        <span>{t('top.find')}</span>
        <Kbd keys="Ctrl+K" />
      </button>
      <NetState />
      <div className="who">
        <Avatar name={user.name} />
        <MenuButton
          isQuiet
          label={t('top.account')}
          actions={[
            { id: 'switch', label: t('top.switch'), keys: 'F12', run: props.onSwitch },
            { id: 'lock', label: t('top.lock'), keys: 'Alt+L', run: props.onLock },
            { id: 'account', label: t('top.account'), run: props.onAccount },
            { id: 'out', label: t('top.signOut'), run: () => void signOut() },
          ]}
        >
          <span className="text-ink font-[600]">{user.name}</span>
          <span className="text-ink-3 font-normal">{t(`role.${user.role}` as WordKey & `role.${string}`)}</span>
          <Icon name="down" />
        </MenuButton>
        <Kbd keys="F12" />
      </div>
    </>
  );
}

const statusMs = 10_000;

/** Quiet and always there: is the service there, are the other terminals. Nothing waits for them. */
function NetState() {
  const state = useSyncExternalStore(link.subscribe, () => link.state);
  const may = usePermission();
  const { data } = useQuery({
    ...api.nodes.status.queryOptions(),
    enabled: may('system.read'),
    refetchInterval: statusMs,
  });
  if (state !== 'online') {
    return (
      <div className="net" role="status">
        <Dot tone="warn" />
        {t(state === 'connecting' ? 'top.connecting' : 'top.reconnecting')}
      </div>
    );
  }
  const peers = data?.peers ?? [];
  const terminals = peers.filter(({ kind }) => kind === 'direct');
  const connected = terminals.filter((peer) => peer.connected).length;
  const hasRelay = peers.some((peer) => peer.kind === 'relay' && peer.connected);
  const lag = peers.reduce(
    (most, peer) => (peer.connected ? Math.max(most, peer.lagEvents, peer.behindEvents) : most),
    0,
  );
  return (
    <div className="net" role="status">
      <Dot tone={connected < terminals.length && !hasRelay ? 'warn' : 'ok'} />
      <span className="net-label">
        {[
          linkText(terminals.length, connected),
          hasRelay ? t('top.relay') : null,
          lag > 0 ? t('top.lag', { count: lag }) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  );
}

function linkText(others: number, connected: number): string {
  if (others === 0) return t('top.alone');
  if (connected === 0) return t('top.apart', { count: others });
  return t('top.peers', { connected: connected + 1, count: others + 1 });
}
