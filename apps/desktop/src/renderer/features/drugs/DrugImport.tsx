import { Button, Dialog, Notice, Progress } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { FilePick } from '../../work/FilePick.tsx';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

const endPhases = new Set(['done', 'failed', 'cancelled']);

export function DrugImport({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useCommand(client.drugs.startImport, (job) => setJobId(job.jobId));
  const cancel = useCommand(client.drugs.cancelImport);
  const { data: job } = useQuery({
    ...api.drugs.getImport.queryOptions({ input: { id: jobId ?? '' } }),
    enabled: jobId !== null,
    refetchInterval: (query) => (query.state.data && endPhases.has(query.state.data.phase) ? false : 400),
  });
  const isEnded = job !== undefined && endPhases.has(job.phase);
  useEffect(() => {
    if (isEnded) void queries.invalidateQueries({ queryKey: api.drugs.key() });
  }, [isEnded, queries]);
  return (
    <Dialog
      isOpen
      isFirm
      size="wide"
      title={t('import.drugs.title')}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.close')}
          </Button>
          {jobId === null ? (
            <Button
              tone="go"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isDisabled={files.length === 0}
              isBusy={start.isBusy}
              onPress={() => void start.run({ files: [...files] })}
            >
              {t('import.start')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-ink-2">{t('import.drugs.hint')}</p>
        {jobId === null ? (
          <FilePick label={t('import.choose')} accept=".zip,.txt,.csv,.rrf" files={files} onFiles={setFiles} />
        ) : null}
        <ProblemNotice problem={start.problem ?? cancel.problem} />
        {job && !isEnded ? (
          <Progress
            label={t(`import.phase.${job.phase}`)}
            percent={job.total > 0 ? (100 * job.done) / job.total : null}
            detail={`${job.rows.toLocaleString()} · ${job.sources.join(', ')}`}
            onCancel={() => void cancel.run({ id: job.jobId })}
            cancelLabel={t('import.stop')}
          />
        ) : null}
        {job?.error ? <Notice tone="late">{job.error}</Notice> : null}
        {job?.phase === 'done' ? <Notice tone="ok">{t('import.drugs.done', { rows: job.rows })}</Notice> : null}
        {job && job.rejected > 0 ? <Rejections jobId={job.jobId} count={job.rejected} /> : null}
      </div>
    </Dialog>
  );
}

function Rejections({ jobId, count }: { jobId: string; count: number }) {
  const { data } = useQuery(api.drugs.importRejections.queryOptions({ input: { id: jobId, limit: 100 } }));
  return (
    <details>
      <summary>{t('import.drugs.rejections', { count })}</summary>
      <table className="list mt-2 w-full">
        <tbody>
          {data?.items.map((row) => (
            <tr key={`${row.file} ${row.line}`}>
              <td className="mono">
                {row.file}:{row.line}
              </td>
              <td>{row.reason}</td>
              <td className="mono truncate">{row.excerpt}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
