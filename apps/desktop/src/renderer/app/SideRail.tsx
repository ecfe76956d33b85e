import { Rail, type RailGroup, useShortcut } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { api } from '../client.ts';
import { usePermission } from '../session/use-session.ts';
import { t } from '../text/t.ts';
import { DemoMark } from '../work/DemoMark.tsx';
import { useStore } from '../work/use-store.ts';
import { type Area, features, type LiveCounts } from './features.ts';

const areas = features.flatMap((feature) => feature.areas).toSorted((a, b) => a.order - b.order);
const noCounts: LiveCounts = { stages: {}, conflicts: 0, exceptions: 0 };

export function SideRail({ isDemo, isNarrow }: { isDemo: boolean; isNarrow: boolean }) {
  const { pathname } = useLocation();
  const may = usePermission();
  const { profile } = useStore();
  const { data: inbox } = useQuery({
    ...api.exceptions.counts.queryOptions(),
    enabled: may('exceptions.read'),
    refetchInterval: 60_000,
  });
  const { data: stages } = useQuery({
    ...api.prescriptions.counts.queryOptions(),
    enabled: may('prescriptions.read'),
  });
  const counts: LiveCounts = { ...noCounts, ...stages, exceptions: inbox?.open ?? 0 };
  const visible = areas.filter((area) => may(area.permission));
  const group = (name: Area['group'], label: string | null): RailGroup => ({
    label,
    items: visible
      .filter((area) => area.group === name)
      .map((area) => ({
        id: area.path,
        label: t(area.label),
        href: `#${area.path}`,
        icon: area.icon,
        isCurrent: pathname === area.path || pathname.startsWith(`${area.path}/`),
        count: area.count?.(counts),
        isHot: area.isHot,
      })),
  });
  const groups = [
    group('work', null),
    group('store', t('nav.group.store')),
    group('manage', t('nav.group.manage')),
  ].filter((one) => one.items.length > 0);
  return (
    <>
      {visible.map((area) => (
        <GoKey key={area.path} area={area} />
      ))}
      <Rail
        brand={t('app.name')}
        aria-label={t('app.nav')}
        groups={groups}
        foot={
          <>
            {isDemo ? <DemoMark isShort={isNarrow} /> : null}
            <span className="rail-label mt-1 block truncate">
              {profile ? `${profile.name} · ${profile.address.city} ${profile.address.state}` : ''}
            </span>
          </>
        }
      />
    </>
  );
}

function GoKey({ area }: { area: Area }) {
  const navigate = useNavigate();
  useShortcut(`G ${area.goKey}`, t('nav.goTo', { place: t(area.label) }), () => void navigate(area.path), {
    scope: 'global',
  });
  return null;
}
