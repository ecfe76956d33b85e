import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const storeFeature: Feature = {
  areas: [
    {
      path: '/settings',
      label: 'nav.settings',
      icon: 'page',
      group: 'manage',
      order: 220,
      permission: 'store.read',
      goKey: 'S',
    },
  ],
  routes: [{ path: 'settings', lazy: screen(() => import('./SettingsScreen.tsx'), 'SettingsScreen') }],
};
