import type { client } from '../../client.ts';

type Reason = Parameters<typeof client.inventory.adjust>[0]['reason'];

const names: Record<Reason, string> = {
  damaged: 'Damaged',
  expired: 'Expired',
  wasted: 'Wasted',
  lost: 'Lost',
  theft: 'Theft',
  destroyed: 'Destroyed',
  'returned-to-supplier': 'Returned to supplier',
  'used-in-pharmacy': 'Used in the pharmacy',
  found: 'Found',
  'entry-error': 'Entry error',
};

/** In the order a counter needs them. */
export const adjustmentReasons = (Object.keys(names) as Reason[]).map((value) => ({ value, label: names[value] }));
