import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import type { Work } from './work-types.ts';

/**
 * Says to the other terminals which lots are about to be taken here, as long as the station is open, and shows the
 * lots that are proposed now. A failure changes nothing: a hold only keeps two people from the same bottle.
 */
export function useLotHold(work: Work, wish: { quantity: number; isDone: boolean }): void {
  const { id, stage } = work.prescription;
  const ndc = work.product?.ndc ?? undefined;
  const { quantity } = wish;
  const isOpen = usePermission()('dispensing.fill') && !wish.isDone && stage === 'fill' && work.product !== null;
  const queries = useQueryClient();
  const shown = useRef('');
  shown.current = lotsOf(work.proposal);
  useEffect(() => {
    if (!isOpen) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const say = async () => {
      const answer = await client.dispensing.holdLots({ id, ndc, quantity }).catch(() => null);
      if (isGone) return;
      if (answer && quantity === work.remaining && lotsOf(answer.lots) !== shown.current) {
        void queries.invalidateQueries({ queryKey: api.dispensing.station.key() });
      }
      timer = setTimeout(() => void say(), (answer?.refreshSeconds ?? 30) * 1000);
    };
    void say();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [isOpen, id, ndc, quantity, work.remaining, queries]);
  useEffect(() => {
    if (!isOpen) return;
    return () => void client.dispensing.holdLots({ id, open: false }).catch(() => undefined);
  }, [isOpen, id]);
}

function lotsOf(lots: readonly { readonly batchId: string }[]): string {
  return lots
    .map(({ batchId }) => batchId)
    .sort()
    .join(' ');
}
