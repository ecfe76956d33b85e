import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

const work = { group: 'work', permission: 'prescriptions.read' } as const;

export const dispensingFeature: Feature = {
  areas: [
    {
      ...work,
      path: '/fill',
      label: 'nav.fill',
      icon: 'bottle',
      order: 30,
      goKey: 'F',
      count: ({ stages }) => stages.fill ?? 0,
    },
    {
      ...work,
      path: '/verify',
      label: 'nav.verify',
      icon: 'verify',
      order: 40,
      goKey: 'V',
      count: ({ stages }) => stages.verification ?? 0,
      isHot: true,
    },
    {
      ...work,
      path: '/will-call',
      label: 'nav.willCall',
      icon: 'bag',
      order: 50,
      goKey: 'W',
      count: ({ stages }) => stages.ready ?? 0,
    },
  ],
  routes: [
    { path: 'fill', lazy: screen(() => import('./FillScreen.tsx'), 'FillScreen') },
    { path: 'fill/:id', lazy: screen(() => import('./FillScreen.tsx'), 'FillScreen') },
    { path: 'verify', lazy: screen(() => import('./VerifyScreen.tsx'), 'VerifyScreen') },
    { path: 'verify/:id', lazy: screen(() => import('./VerifyScreen.tsx'), 'VerifyScreen') },
    { path: 'will-call', lazy: screen(() => import('./WillCallScreen.tsx'), 'WillCallScreen') },
  ],
};
