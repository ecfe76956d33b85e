import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { usePresence } from '../../work/use-presence.ts';
import { FillStation } from './FillStation.tsx';
import { WorkList } from './WorkList.tsx';

export function FillScreen() {
  const { id } = useParams();
  return id ? <Station key={id} id={id} /> : <WorkList stage="fill" title={t('work.list.fill')} />;
}

function Station({ id }: { id: string }) {
  const [ndc, setNdc] = useState<string | undefined>();
  const query = useQuery({
    ...api.dispensing.station.queryOptions({ input: { id, ndc } }),
    placeholderData: (before) => before,
  });
  usePresence(id);
  return <QueryView query={query}>{(work) => <FillStation work={work} onProduct={setNdc} />}</QueryView>;
}
