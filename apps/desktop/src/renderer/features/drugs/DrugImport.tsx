import { Notice } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ImportDialog, RejectedRows } from '../../work/ImportDialog.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useImportJob } from '../../work/use-import-job.ts';

/** Publishers' files into the catalogue of this terminal. */
export function DrugImport({ onClose }: { onClose: () => void }) {
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useCommand(client.drugs.startImport, (started) => setJobId(started.jobId));
  const cancel = useCommand(client.drugs.cancelImport);
  const { job, isEnded } = useImportJob({
    queryKey: api.drugs.getImport.key(),
    queryFn: () => client.drugs.getImport({ id: jobId ?? '' }),
    phaseOf: (one) => one.phase,
    changes: api.drugs.key(),
    jobId,
  });
  const progress = job
    ? {
        label: t(`import.phase.${job.phase}`),
        percent: job.total > 0 ? (100 * job.done) / job.total : null,
        detail: [job.rows.toLocaleString(), job.sources.join(', ')].filter(Boolean).join(' · '),
        isEnded,
        error: job.error,
      }
    : jobId === null
      ? null
      : ('starting' as const);
  return (
    <ImportDialog
      title={t('import.drugs.title')}
      hint={t('import.drugs.hint')}
      accept=".zip,.txt,.csv,.rrf"
      progress={progress}
      isBusy={start.isBusy}
      problem={start.problem ?? cancel.problem}
      onStart={(files) => void start.run({ files: [...files] })}
      onStop={() => void cancel.run({ id: jobId ?? '' })}
      onFollow={setJobId}
      onClose={onClose}
    >
      {job?.phase === 'done' ? <Notice tone="ok">{t('import.drugs.done', { count: job.rows })}</Notice> : null}
      {job?.phase === 'cancelled' ? <Notice>{t('import.phase.cancelled')}</Notice> : null}
      {job && isEnded && job.rejected > 0 ? <Rejections jobId={job.jobId} count={job.rejected} /> : null}
    </ImportDialog>
  );
}

function Rejections({ jobId, count }: { jobId: string; count: number }) {
  const { data } = useQuery(api.drugs.importRejections.queryOptions({ input: { id: jobId, limit: 100 } }));
  return (
    <details open={count <= 20}>
      <summary>{t('import.drugs.rejections', { count })}</summary>
      <div className="mt-2">
        <RejectedRows rows={data?.items.map(({ line, ...row }) => ({ ...row, position: line })) ?? []} />
      </div>
    </details>
  );
}
