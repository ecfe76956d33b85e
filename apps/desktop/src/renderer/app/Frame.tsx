import { KeyHelp, Shell, Skeleton, useShortcut } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Outlet } from 'react-router';
import { api, client } from '../client.ts';
import { LockScreen } from '../features/auth/LockScreen.tsx';
import { followChanges } from '../link/live.ts';
import { sessionStore } from '../session/session-store.ts';
import { useIdleLock } from '../session/use-idle-lock.ts';
import { useSessionState, useSignedIn } from '../session/use-session.ts';
import { t } from '../text/t.ts';
import { useStore } from '../work/use-store.ts';
import { useRailWidth } from './rail-width.ts';
import { SideRail } from './SideRail.tsx';
import { TopBar } from './TopBar.tsx';
import { useScanAnywhere } from './use-scan-anywhere.ts';

const Palette = lazy(async () => ({ default: (await import('../features/palette/Palette.tsx')).Palette }));
const AccountDialog = lazy(async () => ({
  default: (await import('../features/auth/AccountDialog.tsx')).AccountDialog,
}));

async function lock() {
  sessionStore.lock();
  await client.auth.lock().catch(() => undefined);
}

/** Around every screen of a signed-in user. Locked, it hides behind the lock screen and keeps what is open. */
export function Frame() {
  const signedIn = useSignedIn();
  const { isLocked } = useSessionState();
  const { data: store } = useQuery(api.store.get.queryOptions());
  const { profile } = useStore();
  const [isSwitching, setSwitching] = useState(false);
  const [open, setOpen] = useState<'palette' | 'account' | null>(null);
  const [isNarrow, toggleRail] = useRailWidth();
  const queries = useQueryClient();
  const isDemo = store?.demo ?? false;
  const isCovered = isLocked || isSwitching;

  useEffect(() => followChanges(queries), [queries]);
  useIdleLock(profile?.idleLockMinutes ?? 10, () => void lock(), isLocked);
  useScanAnywhere(isCovered);
  useShortcut('F12', t('top.switch'), () => setSwitching(true), {
    scope: 'global',
    always: true,
    isDisabled: isCovered,
  });
  useShortcut('Ctrl+K', t('top.palette'), () => setOpen('palette'), { scope: 'global' });
  useShortcut('Alt+L', t('top.lock'), () => void lock(), { scope: 'global', always: true, isDisabled: isCovered });
  useShortcut('Ctrl+B', t('top.rail'), toggleRail, { scope: 'global' });

  return (
    <>
      {isCovered ? (
        <LockScreen
          signedIn={signedIn}
          isDemo={isDemo}
          onLeave={isLocked ? null : () => setSwitching(false)}
          onSwitched={() => {
            setSwitching(false);
            // What changed meanwhile was not told to a locked window.
            void queries.invalidateQueries();
          }}
        />
      ) : null}
      <div className={isCovered ? 'hidden' : 'h-full'} inert={isCovered}>
        <Shell
          isNarrow={isNarrow}
          rail={<SideRail isDemo={isDemo} isNarrow={isNarrow} />}
          top={
            <TopBar
              onFind={() => setOpen('palette')}
              onSwitch={() => setSwitching(true)}
              onLock={() => void lock()}
              onAccount={() => setOpen('account')}
            />
          }
        >
          <Suspense fallback={<Skeleton lines={8} />}>
            <Outlet key={signedIn.user.id} />
          </Suspense>
        </Shell>
        <Suspense>
          {open === 'palette' ? <Palette onClose={() => setOpen(null)} /> : null}
          {open === 'account' ? <AccountDialog isOpen onClose={() => setOpen(null)} /> : null}
        </Suspense>
        <KeyHelp />
      </div>
    </>
  );
}
