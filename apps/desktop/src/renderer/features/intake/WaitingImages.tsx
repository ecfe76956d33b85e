import { Button } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';

/** Images that were taken in and wait to be read. */
export function WaitingImages() {
  const navigate = useNavigate();
  const { data } = useQuery(api.prescriptions.list.queryOptions({ input: { stage: 'data-entry', limit: 50 } }));
  const first = data?.items[0];
  if (!data || !first) return null;
  return (
    <span className="flex items-center gap-2">
      <span className="muted">{t('intake.waiting', { count: data.items.length })}</span>
      <Button size="small" keys="Alt+N" onPress={() => void navigate(`/intake/${first.id}`)}>
        {t('intake.waiting.next')}
      </Button>
    </span>
  );
}
