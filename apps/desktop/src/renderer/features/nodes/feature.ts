import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const nodesFeature: Feature = {
  areas: [
    {
      path: '/system',
      label: 'nav.system',
      icon: 'gear',
      group: 'manage',
      order: 230,
      permission: 'system.read',
      goKey: 'Y',
    },
  ],
  routes: [
    { path: 'system', lazy: screen(() => import('./SystemScreen.tsx'), 'SystemScreen') },
    { path: 'system/terminals', lazy: screen(() => import('./TerminalsScreen.tsx'), 'TerminalsScreen') },
  ],
};
