import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const posFeature: Feature = {
  areas: [
    {
      path: '/till',
      label: 'nav.till',
      icon: 'till',
      group: 'work',
      order: 60,
      permission: 'pos.sell',
      goKey: 'T',
    },
  ],
  routes: [
    { path: 'till', lazy: screen(() => import('./TillScreen.tsx'), 'TillScreen') },
    { path: 'till/sales', lazy: screen(() => import('./SalesScreen.tsx'), 'SalesScreen') },
  ],
};
