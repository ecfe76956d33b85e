import { Skeleton } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api } from '../../client.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { usePresence } from '../../work/use-presence.ts';
import { useStore } from '../../work/use-store.ts';
import { IntakePage } from './IntakePage.tsx';

/** A new prescription, or the entry and correction of one that is here. */
export function IntakeScreen() {
  const { id } = useParams();
  const { profile } = useStore();
  // The store's calendar day must be known before the form is filled in with it.
  if (!profile) return <Skeleton lines={10} />;
  return id ? <Existing key={id} id={id} /> : <IntakePage key="new" rx={null} />;
}

function Existing({ id }: { id: string }) {
  const query = useQuery(api.prescriptions.get.queryOptions({ input: { id } }));
  usePresence(id);
  return <QueryView query={query}>{(rx) => <IntakePage rx={rx} />}</QueryView>;
}
