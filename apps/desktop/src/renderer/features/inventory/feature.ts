import type { Feature } from '../../app/features.ts';
import { screen } from '../../app/lazy-screen.ts';

export const inventoryFeature: Feature = {
  areas: [
    {
      path: '/stock',
      label: 'nav.stock',
      icon: 'box',
      group: 'store',
      order: 110,
      permission: 'inventory.read',
      goKey: 'K',
    },
  ],
  routes: [{ path: 'stock', lazy: screen(() => import('./StockScreen.tsx'), 'StockScreen') }],
};
