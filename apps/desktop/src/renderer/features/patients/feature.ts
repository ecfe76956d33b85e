import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const patientsFeature: Feature = {
  areas: [
    {
      path: '/patients',
      label: 'nav.patients',
      icon: 'person',
      group: 'work',
      order: 70,
      permission: 'patients.read',
      goKey: 'P',
    },
  ],
  routes: [
    { path: 'patients', lazy: screen(() => import('./PatientsScreen.tsx'), 'PatientsScreen') },
    { path: 'patients/:id', lazy: screen(() => import('./PatientScreen.tsx'), 'PatientScreen') },
  ],
};
