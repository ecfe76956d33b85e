import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const drugsFeature: Feature = {
  areas: [
    {
      path: '/drugs',
      label: 'nav.drugs',
      icon: 'capsule',
      group: 'work',
      order: 80,
      permission: 'drugs.read',
      goKey: 'D',
    },
  ],
  routes: [
    { path: 'drugs', lazy: screen(() => import('./DrugsScreen.tsx'), 'DrugsScreen') },
    { path: 'drugs/:key', lazy: screen(() => import('./DrugsScreen.tsx'), 'DrugsScreen') },
  ],
};
