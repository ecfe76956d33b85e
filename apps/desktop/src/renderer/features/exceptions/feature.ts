import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const exceptionsFeature: Feature = {
  areas: [
    {
      path: '/exceptions',
      label: 'nav.exceptions',
      icon: 'warning',
      group: 'work',
      order: 65,
      permission: 'exceptions.read',
      goKey: 'X',
      count: ({ exceptions }) => exceptions,
      isHot: true,
    },
  ],
  routes: [{ path: 'exceptions', lazy: screen(() => import('./ExceptionsScreen.tsx'), 'ExceptionsScreen') }],
};
