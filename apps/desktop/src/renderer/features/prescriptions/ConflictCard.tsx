import { Card } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { ExceptionDetail } from '../exceptions/ExceptionDetail.tsx';
import type { RxDetail } from './AlertList.tsx';

/** Two terminals did something at once that cannot both be right: the same item as in the exceptions inbox. */
export function ConflictCard({ rx }: { rx: RxDetail }) {
  const open = rx.conflicts.find((conflict) => conflict.resolved === null);
  const may = usePermission();
  const id = `prescription~${rx.id}~${open?.conflictId ?? ''}`;
  const query = useQuery({
    ...api.exceptions.get.queryOptions({ input: { id } }),
    enabled: open !== undefined && may('exceptions.read'),
  });
  if (!open) return null;
  return (
    <Card title={<h2 className="ink-clash">{t('rxPage.conflict')}</h2>} className="flex flex-col gap-3">
      <QueryView query={query}>{(item) => <ExceptionDetail item={item} isOnItsPage />}</QueryView>
    </Card>
  );
}
