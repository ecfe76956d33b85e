import type { ReactNode } from 'react';
import { Button } from '../controls/Button.tsx';
import { Icon, type IconName } from '../controls/Icon.tsx';
import { useText } from '../text/TextProvider.tsx';

/** Nothing here, and what to do about it. */
export function EmptyState(props: { title: string; children?: ReactNode; action?: ReactNode; icon?: IconName }) {
  return (
    <div className="state">
      {props.icon ? <Icon name={props.icon} className="faint" /> : null}
      <div className="state-title">{props.title}</div>
      {props.children ? <div>{props.children}</div> : null}
      {props.action}
    </div>
  );
}

/** It did not work: what happened, what to do next, and a way to try again. */
export function ErrorState(props: { title: string; children?: ReactNode; onRetry?: () => void }) {
  const t = useText();
  return (
    <div className="state" role="alert">
      <Icon name="warning" className="ink-late" />
      <div className="state-title">{props.title}</div>
      {props.children ? <div className="muted">{props.children}</div> : null}
      {props.onRetry ? <Button onPress={props.onRetry}>{t('ui.retry')}</Button> : null}
    </div>
  );
}

/** Grey bars of the size of what comes, so that nothing jumps. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useText();
  return (
    <div role="status" aria-label={t('ui.loading')} style={{ display: 'grid', gap: '0.75rem' }}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="skeleton" style={{ height: '0.875rem', width: `${92 - ((index * 23) % 55)}%` }} />
      ))}
    </div>
  );
}

export interface ProgressProps {
  readonly label: string;
  /** 0 to 100; null while the end is not known. */
  readonly percent: number | null;
  readonly detail?: string;
  readonly onCancel?: () => void;
  readonly cancelLabel?: string;
}

export function Progress({ label, percent, detail, onCancel, cancelLabel }: ProgressProps) {
  return (
    <div style={{ display: 'grid', gap: '0.375rem' }}>
      <div className="card-head">
        <span>{label}</span>
        <span className="faint num">{detail ?? (percent === null ? '' : `${Math.floor(percent)}%`)}</span>
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent === null ? undefined : Math.floor(percent)}
      >
        <div
          className="progress-bar"
          data-unknown={percent === null ? true : undefined}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </div>
      {onCancel && cancelLabel ? (
        <div>
          <Button size="small" onPress={onCancel}>
            {cancelLabel}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** A sentence the reader should see before going on; `late` and `warn` are announced. */
export function Notice(props: { tone?: 'plain' | 'late' | 'warn' | 'ok' | 'info'; children: ReactNode }) {
  const tone = props.tone ?? 'plain';
  return (
    <div className={`notice notice-${tone}`} role={tone === 'late' || tone === 'warn' ? 'alert' : 'status'}>
      <div style={{ minWidth: 0, flex: 1 }}>{props.children}</div>
    </div>
  );
}
