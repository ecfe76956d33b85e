import { Button, Dialog, Notice, Progress, TextField } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { FilePick } from '../../work/FilePick.tsx';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

const endStates = new Set(['done', 'failed', 'cancelled']);

export function FhirImport({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [source, setSource] = useState('fhir-r4');
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useCommand(client.patients.startImport, (job) => setJobId(job.id));
  const cancel = useCommand(client.patients.cancelImport);
  const { data: job } = useQuery({
    ...api.patients.getImport.queryOptions({ input: { id: jobId ?? '' } }),
    enabled: jobId !== null,
    refetchInterval: (query) => (query.state.data && endStates.has(query.state.data.state) ? false : 400),
  });
  const isEnded = job !== undefined && endStates.has(job.state);
  useEffect(() => {
    if (isEnded) void queries.invalidateQueries({ queryKey: api.patients.key() });
  }, [isEnded, queries]);
  return (
    <Dialog
      isOpen
      isFirm
      size="wide"
      title={t('import.fhir.title')}
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
              onPress={() => void start.run({ files: [...files], source })}
            >
              {t('import.start')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-ink-2">{t('import.fhir.hint')}</p>
        {jobId === null ? (
          <>
            <FilePick label={t('import.choose')} accept=".ndjson,.json,.jsonl" files={files} onFiles={setFiles} />
            <TextField label={t('import.source')} value={source} onChange={setSource} />
          </>
        ) : null}
        <ProblemNotice problem={start.problem ?? cancel.problem} />
        {job && !isEnded ? (
          <Progress
            label={job.state}
            percent={job.recordsTotal > 0 ? (100 * job.recordsDone) / job.recordsTotal : null}
            detail={`${job.recordsDone} / ${job.recordsTotal}`}
            onCancel={() => void cancel.run({ id: job.id })}
            cancelLabel={t('import.stop')}
          />
        ) : null}
        {job?.error ? <Notice tone="late">{job.error}</Notice> : null}
        {job && isEnded ? (
          <Notice tone={job.rejectedCount > 0 ? 'warn' : 'ok'}>
            {t('import.done', {
              patients: job.patientsAdded,
              medications: job.medicationsAdded,
              rejected: job.rejectedCount,
            })}
          </Notice>
        ) : null}
        {job && job.rejected.length > 0 ? (
          <table className="list w-full">
            <tbody>
              {job.rejected.map((row) => (
                <tr key={`${row.file} ${row.position}`}>
                  <td className="mono">
                    {row.file}:{row.position}
                  </td>
                  <td>{row.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </Dialog>
  );
}
