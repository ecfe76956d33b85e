import { Tabs } from '@apotheca/ui';
import { useState } from 'react';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';
import { ShelfPrices } from '../pos/ShelfPrices.tsx';
import { PricingForm } from './PricingForm.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { UsersPanel } from './UsersPanel.tsx';

const tabs = ['store', 'pricing', 'users'] as const;

export function SettingsScreen() {
  const [tab, setTab] = useState<(typeof tabs)[number]>('store');
  const { profile } = useStore();
  const may = usePermission();
  const shown = tabs.filter((name) => name !== 'users' || may('users.manage'));
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex items-center gap-3">
        <h1>{t('settings.title')}</h1>
        <Tabs
          aria-label={t('settings.title')}
          items={shown.map((id) => ({ id, label: t(`settings.tab.${id}`) }))}
          value={tab}
          onChange={setTab}
        />
      </div>
      {tab === 'users' ? <UsersPanel /> : null}
      {tab === 'store' && profile ? <ProfileForm profile={profile} isReadOnly={!may('store.manage')} /> : null}
      {tab === 'pricing' && profile ? (
        <div className="grid min-h-0 content-start gap-3 overflow-auto">
          <PricingForm profile={profile} isReadOnly={!may('store.manage')} />
          <ShelfPrices isReadOnly={!may('pos.price-override')} />
        </div>
      ) : null}
    </div>
  );
}
