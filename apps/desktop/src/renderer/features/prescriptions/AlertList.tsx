import { Button, Tag } from '@apotheca/ui';
import type { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { SeverityTag } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import { matters, sortAlerts } from './alert-order.ts';

export type RxDetail = Awaited<ReturnType<typeof client.prescriptions.get>>;
export type RxAlert = RxDetail['alerts'][number];

export interface AlertListProps {
  readonly alerts: readonly RxAlert[];
  readonly isUnfolded: boolean;
  readonly onUnfold: () => void;
  /** Without buttons and management: for the summary beside the queue. */
  readonly isBrief?: boolean;
  readonly onOverride?: (alert: RxAlert) => void;
}

/** Alerts in order of severity, the few that matter open, the rest folded with a count. */
export function AlertList({ alerts, isUnfolded, onUnfold, isBrief, onOverride }: AlertListProps) {
  const sorted = sortAlerts(alerts);
  const open = sorted.filter(matters);
  const folded = sorted.filter((alert) => !matters(alert));
  const shown = isUnfolded ? [...open, ...folded] : open;
  const firstOverridable = shown.find((alert) => alert.status === 'open' && alert.overridable);
  return (
    <div className="grid gap-3">
      {shown.map((alert) => (
        <AlertItem
          key={alert.id}
          alert={alert}
          isBrief={isBrief}
          hasKey={alert === firstOverridable}
          onOverride={onOverride}
        />
      ))}
      {folded.length > 0 ? (
        <div>
          <Button tone="quiet" size="small" keys="A" onPress={onUnfold}>
            {isUnfolded ? t('rxPage.alerts.fewer') : t('rxPage.alerts.more', { count: folded.length })}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function AlertItem(props: {
  readonly alert: RxAlert;
  readonly isBrief?: boolean;
  readonly hasKey: boolean;
  readonly onOverride?: (alert: RxAlert) => void;
}) {
  const { alert, isBrief, onOverride } = props;
  const { moment } = useStore();
  return (
    <article className="grid gap-1 border-t border-line pt-2.5 first:border-0 first:pt-0">
      <div className="flex flex-wrap items-baseline gap-1.5">
        <SeverityTag severity={alert.severity} />
        <b>{alert.message}</b>
      </div>
      <p className="muted">{alert.evidence}</p>
      {isBrief ? null : <p>{alert.management}</p>}
      {alert.override ? (
        <p className="muted">
          {t('rxPage.alerts.accepted', {
            at: moment(alert.override.by.at),
            name: alert.override.by.userName,
            reason: alert.override.note || alert.override.reasonCode,
          })}
        </p>
      ) : alert.status === 'quiet' ? (
        <p>
          <Tag tone="plain">{t('rxPage.alerts.quiet')}</Tag>
        </p>
      ) : null}
      <p className="faint">{t('rxPage.alerts.source', { source: alert.source, rule: alert.ruleId })}</p>
      {onOverride && alert.status === 'open' && alert.overridable ? (
        <div>
          <Button size="small" keys={props.hasKey ? 'V' : undefined} onPress={() => onOverride(alert)}>
            {t('rxPage.override')}
          </Button>
        </div>
      ) : null}
    </article>
  );
}
