import { Skeleton } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { Checkout } from './Checkout.tsx';
import { emptyTill } from './till-form.ts';

/** Find by name, bin or scan; take the money; hand over. `?rx=` puts the bag of a prescription into the sale. */
export function TillScreen() {
  const [params, setParams] = useSearchParams();
  const rxId = params.get('rx');
  const draft = useDraft('till', emptyTill);
  const { change } = draft;
  const { data: rx } = useQuery({
    ...api.prescriptions.get.queryOptions({ input: { id: rxId ?? '' } }),
    enabled: rxId !== null,
  });

  useEffect(() => {
    if (!rx || rxId === null) return;
    const fillIds = rx.fills.filter((fill) => fill.status === 'verified').map((fill) => fill.fillId);
    change((before) => {
      const isOther = before.patientId !== null && before.patientId !== rx.patientId;
      const kept = isOther ? emptyTill : before;
      return {
        ...kept,
        patientId: rx.patientId,
        text: rx.patientName ?? '',
        fillIds: [...new Set([...kept.fillIds, ...fillIds])],
      };
    });
    setParams({}, { replace: true });
  }, [rx, rxId, change, setParams]);

  if (rxId !== null) return <Skeleton lines={8} />;
  return <Checkout form={draft.value} change={draft.change} clear={draft.clear} />;
}
