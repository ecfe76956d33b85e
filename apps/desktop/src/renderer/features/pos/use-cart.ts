import { useQuery } from '@tanstack/react-query';
import { api } from '../../client.ts';
import type { TillForm } from './till-form.ts';

/** The bags and items of a sale with what they cost now; everything is asked, nothing is computed here but the sum. */
export function useCart(form: TillForm) {
  const fills = useQuery({
    ...api.dispensing.fills.queryOptions({ input: { patientId: form.patientId ?? undefined, limit: 200 } }),
    enabled: form.patientId !== null,
  });
  const items = form.items.map(({ item, packages }) => ({ item, packages }));
  const quote = useQuery({ ...api.pos.quote.queryOptions({ input: { items } }), enabled: items.length > 0 });
  const all = form.patientId === null ? [] : (fills.data?.items ?? []);
  const bags = all.filter((bag) => form.fillIds.includes(bag.fillId));
  const lines = items.length > 0 ? (quote.data?.lines ?? []) : [];
  const isReady = (form.fillIds.length === 0 || fills.isSuccess) && (items.length === 0 || quote.isSuccess);
  const fillsCents = bags.reduce((sum, bag) => sum + bag.dueCents, 0);
  return {
    bags,
    otherBags: all.filter((bag) => !form.fillIds.includes(bag.fillId)),
    lines,
    totalCents: fillsCents + (items.length > 0 ? (quote.data?.totalCents ?? 0) : 0),
    isReady,
    quoteError: items.length > 0 ? quote.error : null,
  };
}

export type Cart = ReturnType<typeof useCart>;
