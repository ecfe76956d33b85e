import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const intakeFeature: Feature = {
  areas: [
    {
      path: '/intake',
      label: 'nav.intake',
      icon: 'intake',
      group: 'work',
      order: 20,
      permission: 'prescriptions.write',
      goKey: 'I',
      count: ({ stages }) => stages['data-entry'] ?? 0,
    },
  ],
  routes: [
    { path: 'intake', lazy: screen(() => import('./IntakeScreen.tsx'), 'IntakeScreen') },
    { path: 'intake/:id', lazy: screen(() => import('./IntakeScreen.tsx'), 'IntakeScreen') },
  ],
};
