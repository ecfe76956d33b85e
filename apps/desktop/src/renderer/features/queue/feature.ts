import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const queueFeature: Feature = {
  areas: [
    {
      path: '/queue',
      label: 'nav.queue',
      icon: 'queue',
      group: 'work',
      order: 10,
      permission: 'prescriptions.read',
      goKey: 'Q',
      count: ({ stages }) => Object.values(stages).reduce((sum, n) => sum + n, 0),
    },
  ],
  routes: [{ path: 'queue', lazy: screen(() => import('./QueueScreen.tsx'), 'QueueScreen') }],
};
