import { Button, Dot } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';
import { CloseDrawer, MoveCash, OpenDrawer } from './DrawerDialogs.tsx';

/** The cash drawer of this terminal, in one line, with what can be done about it. */
export function DrawerState() {
  const { moment } = useStore();
  const [opened, setOpened] = useState<'open' | 'close' | 'move' | null>(null);
  const { data: status } = useQuery(api.nodes.status.queryOptions());
  const { data } = useQuery(api.pos.drawers.queryOptions({ input: { status: 'open', limit: 50 } }));
  const drawer = data?.items.find((one) => one.terminalId === status?.terminalId) ?? null;
  if (!data || !status) return null;
  const close = () => setOpened(null);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="net">
        <Dot tone={drawer ? 'ok' : 'warn'} />
        {drawer ? t('till.drawer.isOpen', { time: moment(drawer.openedAt) }) : t('till.drawer.none')}
      </span>
      {drawer ? (
        <>
          <Button size="small" onPress={() => setOpened('move')}>
            {t('till.drawer.move')}
          </Button>
          <Button size="small" onPress={() => setOpened('close')}>
            {t('till.drawer.close')}
          </Button>
        </>
      ) : (
        <Button size="small" keys="Alt+D" onPress={() => setOpened('open')}>
          {t('till.drawer.open')}
        </Button>
      )}
      {opened === 'open' ? <OpenDrawer onClose={close} /> : null}
      {opened === 'close' && drawer ? <CloseDrawer id={drawer.drawerId} onClose={close} /> : null}
      {opened === 'move' && drawer ? <MoveCash id={drawer.drawerId} onClose={close} /> : null}
    </span>
  );
}
