import { Button, Card } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';

/** Codes that nobody has used yet; the codes themselves are shown once, when they are made. */
export function OpenCodes() {
  const queries = useQueryClient();
  const { time } = useStore();
  const { data } = useQuery({ ...api.nodes.enrolments.queryOptions(), refetchInterval: 10_000 });
  const end = useCommand(
    client.nodes.voidEnrolment,
    () => void queries.invalidateQueries({ queryKey: api.nodes.enrolments.key() }),
  );
  const codes = data?.items ?? [];
  return (
    <Card title={t('terminals.codes')} className="flex flex-col gap-2">
      {codes.length === 0 ? <p className="text-ink-2">{t('terminals.codes.none')}</p> : null}
      {codes.map((code) => (
        <div key={code.id} className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <div>{code.name ?? t('terminals.codes.unnamed')}</div>
            <div className="faint">{t('terminals.codes.by', { by: code.createdBy, at: time(code.expiresAt) })}</div>
          </div>
          <Button size="small" isBusy={end.isBusy} onPress={() => void end.run({ id: code.id })}>
            {t('terminals.codes.void')}
          </Button>
        </div>
      ))}
      <ProblemNotice problem={end.problem} />
    </Card>
  );
}
