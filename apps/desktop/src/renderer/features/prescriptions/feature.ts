import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const prescriptionsFeature: Feature = {
  areas: [],
  routes: [{ path: 'rx/:id', lazy: screen(() => import('./PrescriptionScreen.tsx'), 'PrescriptionScreen') }],
};
