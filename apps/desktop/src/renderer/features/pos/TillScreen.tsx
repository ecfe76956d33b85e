import { Skeleton } from '@apotheca/ui';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { problemOf } from '../../work/problem.ts';
import { toastProblem } from '../../work/toast-problem.ts';
import { Checkout } from './Checkout.tsx';
import { emptyTill } from './till-form.ts';

/** Find by name, bin or scan; take the money; hand over. `?rx=` puts all bags of that prescription's patient in. */
export function TillScreen() {
  const [params, setParams] = useSearchParams();
  const rxId = params.get('rx');
  const draft = useDraft('till', emptyTill);
  const { change } = draft;

  useEffect(() => {
    if (rxId === null) return;
    let isLeft = false;
    // Asked anew, not from memory: a bag may have become ready a moment ago.
    void bagsBeside(rxId)
      .then((bags) => {
        const first = bags[0];
        if (isLeft || !first) return;
        const fillIds = bags.map((bag) => bag.fillId);
        change((before) => ({
          ...(before.patientId === first.patientId ? before : emptyTill),
          patientId: first.patientId,
          text: first.patientName,
          fillIds,
        }));
      })
      .catch((error: unknown) => toastProblem(problemOf(error)))
      .finally(() => {
        if (!isLeft) setParams({}, { replace: true });
      });
    return () => {
      isLeft = true;
    };
  }, [rxId, change, setParams]);

  if (rxId !== null) return <Skeleton lines={8} />;
  return <Checkout form={draft.value} change={draft.change} clear={draft.clear} />;
}

async function bagsBeside(prescriptionId: string) {
  const rx = await client.prescriptions.get({ id: prescriptionId });
  if (!rx.patientId) return [];
  return (await client.dispensing.fills({ patientId: rx.patientId, limit: 200 })).items;
}
