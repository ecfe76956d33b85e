import { Button, Card, Tag } from '@apotheca/ui';
import { useState } from 'react';
import { t } from '../../text/t.ts';
import { SeverityTag } from '../../work/Rx.tsx';
import type { Work } from './work-types.ts';

const tones = { pass: 'ok', attention: 'warn', 'not-checked': 'plain' } as const;

/** What the person relies on: alerts and rules first, what needs a look next, what passed folded with a count. */
export function ChecksCard({ work, title }: { work: Work; title: string }) {
  const [isUnfolded, setUnfolded] = useState(false);
  const passed = work.checks.filter((check) => check.status === 'pass');
  const others = work.checks.filter((check) => check.status !== 'pass');
  const shown = isUnfolded ? passed : passed.slice(0, 2);
  const hidden = passed.length - 2;
  const { decision } = work;
  const rules = (decision?.denials.length ?? 0) + (decision?.obligations.length ?? 0);
  if (work.alerts.length + work.checks.length + rules === 0) return null;
  return (
    <Card title={title} className="grid gap-2.5">
      {work.alerts.map((alert) => (
        <div key={alert.id}>
          <SeverityTag severity={alert.severity} /> <b>{alert.message}</b>
          {alert.overriddenBy ? (
            <div className="muted mt-0.5">{t('verify.alert.by', { name: alert.overriddenBy })}</div>
          ) : null}
        </div>
      ))}
      {(decision?.denials ?? []).map((denial) => (
        <div key={denial.id} className="ink-late">
          {denial.message} <cite className="faint not-italic">{denial.cite}</cite>
        </div>
      ))}
      {(decision?.obligations ?? []).map((obligation) => (
        <div key={obligation.id}>
          {obligation.message} <cite className="faint not-italic">{obligation.cite}</cite>
        </div>
      ))}
      {[...others, ...shown].map((check) => (
        <div key={check.id}>
          <Tag tone={tones[check.status]}>{t(`verify.check.${check.status}`)}</Tag> {check.text}
        </div>
      ))}
      {hidden > 0 ? (
        <div>
          <Button size="small" tone="quiet" keys="A" onPress={() => setUnfolded(!isUnfolded)}>
            {isUnfolded ? t('verify.checks.fewer') : t('verify.checks.more', { count: hidden })}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
