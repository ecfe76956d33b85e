import { Button, EmptyState } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { usePresence } from '../../work/use-presence.ts';
import { Verification } from './Verification.tsx';
import { WorkList } from './WorkList.tsx';

export function VerifyScreen() {
  const { id } = useParams();
  return id ? <ByPrescription key={id} id={id} /> : <WorkList stage="verification" title={t('work.list.verify')} />;
}

function ByPrescription({ id }: { id: string }) {
  const navigate = useNavigate();
  const query = useQuery(api.prescriptions.get.queryOptions({ input: { id } }));
  usePresence(id);
  return (
    <QueryView query={query}>
      {(rx) => {
        const fill = rx.fills.findLast((one) => one.status === 'made');
        return fill ? (
          <ByFill fillId={fill.fillId} />
        ) : (
          <EmptyState
            title={t('work.noFill')}
            action={<Button onPress={() => void navigate('/verify')}>{t('common.back')}</Button>}
          />
        );
      }}
    </QueryView>
  );
}

function ByFill({ fillId }: { fillId: string }) {
  const query = useQuery(api.dispensing.work.queryOptions({ input: { id: fillId } }));
  return <QueryView query={query}>{(work) => <Verification work={work} fillId={fillId} />}</QueryView>;
}
