import { Button, Card, KeyValue, Notice, Select } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t, type WordKey } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';

const cash = 'cash';

/** What the patient pays and how it came about; a coverage where one is connected, cash otherwise. */
export function ClaimCard({ rx }: { rx: RxDetail }) {
  const { money, moment } = useStore();
  const [payer, setPayer] = useState(cash);
  const { data: patient } = useQuery({
    ...api.patients.get.queryOptions({ input: { id: rx.patientId ?? '' } }),
    enabled: rx.patientId !== null,
  });
  const { data: claims } = useQuery(api.claims.list.queryOptions({ input: { id: rx.id } }));
  const current = claims?.items.find((claim) => claim.isCurrent) ?? null;
  const settle = useCommand(client.claims.adjudicate);
  const coverages = (patient?.coverages ?? []).filter((coverage) => !coverage.ended);
  const run = () => void settle.run({ id: rx.id, payer });
  const isOpen = rx.stage === 'adjudication';

  if (!isOpen && !current) return null;
  return (
    <Card
      title={t('rxPage.claim')}
      side={current ? <span className="faint">{`${current.payer} · ${moment(current.at)}`}</span> : null}
      className="flex flex-col gap-3"
    >
      {current?.price ? (
        <KeyValue
          rows={[
            ...current.price.parts.map(
              (part) =>
                [
                  t(`rxPage.price.${part.kind}` as WordKey & `rxPage.price.${string}`),
                  <span key={part.kind} className="num block">
                    {money(part.amountCents)}
                  </span>,
                ] as const,
            ),
            [
              t('rxPage.claim.pays'),
              <b key="pays" className="num block">
                {money(current.patientPayCents)}
              </b>,
            ],
          ]}
        />
      ) : null}
      {(current?.rejects ?? []).map((reject) => (
        <Notice key={reject.code} tone="late">
          <b>
            {t('rxPage.claim.rejected')} {reject.code}
          </b>{' '}
          {reject.message} <span className="muted">{reject.action}</span>
        </Notice>
      ))}
      <ProblemNotice problem={settle.problem} onRetry={run} />
      {isOpen ? (
        <div className="flex flex-wrap items-end gap-3">
          {coverages.length > 0 ? (
            <div className="w-56">
              <Select
                label={t('rxPage.claim.payer')}
                options={[
                  { value: cash, label: t('rxPage.claim.cash') },
                  ...coverages.map((coverage) => ({ value: coverage.id, label: coverage.payerName })),
                ]}
                value={payer}
                onChange={setPayer}
              />
            </div>
          ) : null}
          <Button tone="go" keys="Ctrl+Enter" isBusy={settle.isBusy} onPress={run}>
            {t('rxPage.claim.go')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
