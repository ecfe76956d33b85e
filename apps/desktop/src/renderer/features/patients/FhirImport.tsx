import { Notice, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ImportDialog, RejectedRows } from '../../work/ImportDialog.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useImportJob } from '../../work/use-import-job.ts';

/** Patients and what they take from another system. */
export function FhirImport({ onClose }: { onClose: () => void }) {
  const [source, setSource] = useState('fhir-r4');
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useCommand(client.patients.startImport, (started) => setJobId(started.id));
  const cancel = useCommand(client.patients.cancelImport);
  const { job, isEnded } = useImportJob({
    queryKey: api.patients.getImport.key(),
    queryFn: () => client.patients.getImport({ id: jobId ?? '' }),
    phaseOf: (one) => one.state,
    changes: api.patients.key(),
    jobId,
  });
  const progress = job
    ? {
        label: t(`import.phase.${job.state}`),
        percent: job.recordsTotal > 0 ? (100 * job.recordsDone) / job.recordsTotal : null,
        detail: t('common.of', { n: job.recordsDone, count: job.recordsTotal }),
        isEnded,
        error: job.error,
      }
    : jobId === null
      ? null
      : ('starting' as const);
  return (
    <ImportDialog
      title={t('import.fhir.title')}
      hint={t('import.fhir.hint')}
      accept=".ndjson,.json,.jsonl"
      fields={<TextField label={t('import.source')} value={source} onChange={setSource} />}
      progress={progress}
      isBusy={start.isBusy}
      problem={start.problem ?? cancel.problem}
      onStart={(files) => void start.run({ files: [...files], source })}
      onStop={() => void cancel.run({ id: jobId ?? '' })}
      onFollow={setJobId}
      onClose={onClose}
    >
      {job && isEnded ? (
        <Notice tone={job.rejectedCount > 0 || job.state !== 'done' ? 'warn' : 'ok'}>
          {t('import.done', {
            patients: job.patientsAdded,
            medications: job.medicationsAdded,
            rejected: job.rejectedCount,
          })}
        </Notice>
      ) : null}
      {job && job.rejected.length > 0 ? <RejectedRows rows={job.rejected} /> : null}
    </ImportDialog>
  );
}
