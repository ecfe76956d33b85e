import { Button, Card, Notice, showToast } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { AlertList, type RxAlert, type RxDetail } from './AlertList.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';

/** Screening, the alerts it found, the decision on each, and what the rules of the store say. */
export function ReviewCard({ rx }: { rx: RxDetail }) {
  const may = usePermission();
  const [isUnfolded, setUnfolded] = useState(false);
  const [overriding, setOverriding] = useState<RxAlert | null>(null);
  const [notScreened, setNotScreened] = useState<readonly string[]>([]);
  const isPharmacist = may('clinical.override');
  const isInReview = rx.stage === 'review';

  const review = useCommand(client.clinical.review, (answer) => {
    setNotScreened(answer.notScreened.map((one) => `${one.name} (${one.why})`));
    if (answer.moved) showToast({ tone: 'ok', text: t('rxPage.review.moved') });
    else if (answer.blocking.length === 0 && answer.decision.allow) {
      showToast({ tone: 'plain', text: t('rxPage.review.waits') });
    }
  });
  const blocking = rx.alerts.filter((alert) => alert.blocking && alert.status === 'open').length;
  const run = () => void review.run({ id: rx.id, version: rx.version });

  return (
    <Card title={t('rxPage.alerts')} className="flex flex-col gap-3">
      {rx.alerts.length === 0 ? (
        <p className="muted">{rx.review ? t('rxPage.alerts.none') : t('rxPage.alerts.notYet')}</p>
      ) : (
        <AlertList
          alerts={rx.alerts}
          isUnfolded={isUnfolded}
          onUnfold={() => setUnfolded(!isUnfolded)}
          onOverride={isPharmacist && isInReview ? setOverriding : undefined}
        />
      )}
      {notScreened.length > 0 ? (
        <Notice tone="warn">{t('rxPage.alerts.notScreened', { names: notScreened.join(', ') })}</Notice>
      ) : null}
      <ProblemNotice problem={review.problem} onRetry={run} />
      {isInReview ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button tone={blocking > 0 ? 'plain' : 'go'} keys="Ctrl+Enter" isBusy={review.isBusy} onPress={run}>
            {isPharmacist ? t('rxPage.review.go') : t('rxPage.review.tech')}
          </Button>
          {blocking > 0 ? <span className="ink-late">{t('rxPage.review.blocked', { count: blocking })}</span> : null}
        </div>
      ) : null}
      {overriding ? <OverrideDialog rx={rx} alert={overriding} onClose={() => setOverriding(null)} /> : null}
    </Card>
  );
}
