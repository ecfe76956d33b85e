import { Button, Dialog, Notice, Progress } from '@apotheca/ui';
import { type ReactNode, useState } from 'react';
import { t } from '../text/t.ts';
import { FilePick } from './FilePick.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import type { Problem } from './problem.ts';

/** How far an import is, whatever it imports. */
export interface ImportProgress {
  readonly label: string;
  /** Null while it is not known how much there is. */
  readonly percent: number | null;
  readonly detail: string;
  readonly isEnded: boolean;
  readonly error: string | null;
}

export interface ImportDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly accept: string;
  /** What else must be known before the start. */
  readonly fields?: ReactNode;
  /** Null until it was started; `starting` until the first answer about it. */
  readonly progress: ImportProgress | 'starting' | null;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onStart: (files: readonly File[]) => void;
  readonly onStop: () => void;
  /** Another import is running: its progress is shown instead. */
  readonly onFollow: (jobId: string) => void;
  readonly onClose: () => void;
  /** What came of it. */
  readonly children?: ReactNode;
}

/** Files in, with what is being done to them, a way to stop, and what was not taken. It goes on when it is closed. */
export function ImportDialog(props: ImportDialogProps) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const { progress } = props;
  const isChoosing = progress === null;
  return (
    <Dialog
      isOpen
      isFirm
      size="wide"
      title={props.title}
      onClose={props.onClose}
      footer={
        <>
          <Button keys="Escape" onPress={props.onClose}>
            {t('common.close')}
          </Button>
          {isChoosing ? (
            <Button
              tone="go"
              keys="Ctrl+Enter"
              isDisabled={files.length === 0}
              isBusy={props.isBusy}
              onPress={() => props.onStart(files)}
            >
              {t('import.start')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-ink-2">{props.hint}</p>
        {isChoosing ? (
          <>
            <FilePick label={t('import.choose')} accept={props.accept} files={files} onFiles={setFiles} />
            {props.fields}
          </>
        ) : null}
        <ProblemNotice problem={props.problem}>
          <FileFault problem={props.problem} />
          {runningJob(props.problem) ? (
            <Button size="small" keys="Alt+R" onPress={() => props.onFollow(runningJob(props.problem) ?? '')}>
              {t('import.follow')}
            </Button>
          ) : null}
        </ProblemNotice>
        {progress === 'starting' || progress?.isEnded === false ? (
          <Progress
            label={progress === 'starting' ? t('import.starting') : progress.label}
            percent={progress === 'starting' ? null : progress.percent}
            detail={progress === 'starting' ? '' : progress.detail}
            onCancel={props.onStop}
            cancelLabel={t('import.stop')}
          />
        ) : null}
        {progress !== null && progress !== 'starting' && progress.error ? (
          <Notice tone="late">{progress.error}</Notice>
        ) : null}
        {props.children}
      </div>
    </Dialog>
  );
}

/** Which file, where in it, and why: a file that cannot be read changes nothing. */
function FileFault({ problem }: { problem: Problem | null }) {
  if (problem?.kind !== 'refusal' || typeof problem.data.file !== 'string') return null;
  const { file, position, reason } = problem.data;
  return (
    <div>
      <span className="mono">{typeof position === 'number' ? `${file}:${position}` : file}</span> {String(reason ?? '')}
    </div>
  );
}

function runningJob(problem: Problem | null): string | null {
  if (problem?.kind !== 'refusal' || problem.code !== 'import-running') return null;
  const id = problem.data.jobId ?? problem.data.id;
  return typeof id === 'string' ? id : null;
}

export interface RejectedRow {
  readonly file: string;
  /** Line of the file, or number of the entry. */
  readonly position: number;
  readonly reason: string;
  readonly excerpt?: string;
}

/** What was not taken, where it stands, and why. */
export function RejectedRows({ rows }: { rows: readonly RejectedRow[] }) {
  return (
    <table className="list w-full">
      <caption className="visually-hidden">{t('import.rejected')}</caption>
      <tbody>
        {rows.map((row, index) => (
          <tr key={`${row.file} ${row.position} ${index}`}>
            <td className="mono whitespace-nowrap">
              {row.file}:{row.position}
            </td>
            <td>{row.reason}</td>
            {row.excerpt === undefined ? null : <td className="mono max-w-60 truncate">{row.excerpt}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
