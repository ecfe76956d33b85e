import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const auditFeature: Feature = {
  areas: [
    {
      path: '/audit',
      label: 'nav.audit',
      icon: 'shield',
      group: 'manage',
      order: 210,
      permission: 'audit.read',
      goKey: 'U',
    },
  ],
  routes: [{ path: 'audit', lazy: screen(() => import('./AuditScreen.tsx'), 'AuditScreen') }],
};
