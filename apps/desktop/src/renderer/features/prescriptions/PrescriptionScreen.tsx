import { Button, Icon, MenuButton, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { workPath } from '../../work/open-rx.ts';
import { PatientHead } from '../../work/PatientHead.tsx';
import { QueryView } from '../../work/QueryView.tsx';
import { dueText, quantityText, RxNumber, ScheduleTag, StageSteps, stageName } from '../../work/Rx.tsx';
import { usePresence } from '../../work/use-presence.ts';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { ClaimCard } from './ClaimCard.tsx';
import { ConflictCard } from './ConflictCard.tsx';
import { DispensingCard } from './DispensingCard.tsx';
import { FillsCard, HistoryCard } from './FillsCard.tsx';
import { HoldDialog } from './HoldDialog.tsx';
import { OwedDialog } from './OwedDialog.tsx';
import { PrescribedCard } from './PrescribedCard.tsx';
import { PromiseDialog } from './PromiseDialog.tsx';
import { RefillDialog } from './RefillDialog.tsx';
import { ReviewCard } from './ReviewCard.tsx';
import { TransferDialog } from './TransferDialog.tsx';
import { useRelease } from './use-release.ts';

const ended = new Set(['cancelled', 'transferred']);
const changeable = new Set(['data-entry', 'review', 'adjudication', 'fill', 'on-hold']);
type Opened = 'owed' | 'hold' | 'cancel' | 'transfer' | 'refill' | 'promise' | null;

/** A prescription is one page: left prescribed, right dispensing, beside them alerts, price, fills and history. */
export function PrescriptionScreen() {
  const { id = '' } = useParams();
  const query = useQuery(api.prescriptions.get.queryOptions({ input: { id } }));
  usePresence(id);
  return <QueryView query={query}>{(rx) => <PrescriptionPage rx={rx} />}</QueryView>;
}

function PrescriptionPage({ rx }: { rx: RxDetail }) {
  const isOpen = changeable.has(rx.stage);
  return (
    <>
      <PageHead rx={rx} />
      <div className="card mb-3 px-4 py-2.5">
        <PatientHead patientId={rx.patientId} name={rx.patientName} isRow />
      </div>
      <div className="grid flex-1 content-start items-start gap-3 md:grid-cols-2 xl:grid-cols-[1fr_1fr_22.5rem]">
        <PrescribedCard rx={rx} isChangeable={isOpen} />
        <div className="grid gap-3">
          <DispensingCard rx={rx} isChangeable={isOpen && rx.stage !== 'data-entry'} />
          <FillsCard rx={rx} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 md:col-span-2 xl:col-span-1">
          <ConflictCard rx={rx} />
          <ReviewCard rx={rx} />
          <ClaimCard rx={rx} />
          <HistoryCard rx={rx} />
        </div>
      </div>
      <Actions rx={rx} />
    </>
  );
}

function PageHead({ rx }: { rx: RxDetail }) {
  const { nowMs } = useStore();
  const { data: status } = useQuery(api.nodes.status.queryOptions());
  const others = rx.with.filter((one) => one.terminalId !== status?.terminalId);
  const isLate = rx.promisedAt !== null && Date.parse(rx.promisedAt) < nowMs && rx.stage !== 'sold';
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3">
      <h1>
        <RxNumber rxNumber={rx.rxNumber} />
      </h1>
      <StageSteps stage={rx.stage} isStuck={rx.hold !== null} />
      <span className="font-[560]">{stageName(rx.stage)}</span>
      {rx.hold ? <Tag tone="warn">{t(`hold.${rx.hold.reason}`)}</Tag> : null}
      <ScheduleTag schedule={rx.drug?.schedule} />
      {rx.owed > 0 ? (
        <Tag tone="warn">{t('rxPage.owes', { quantity: quantityText(rx.owed, rx.product?.unit) })}</Tag>
      ) : null}
      {rx.promisedAt && rx.stage !== 'sold' ? (
        <Tag tone={isLate ? 'late' : 'plain'}>{dueText(rx.promisedAt, nowMs)}</Tag>
      ) : null}
      {others.length > 0 ? (
        <span className="faint">
          {t('rxPage.openElsewhere', { names: others.map((one) => one.userName).join(', ') })}
        </span>
      ) : null}
    </div>
  );
}

function Actions({ rx }: { rx: RxDetail }) {
  const may = usePermission();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Opened>(null);
  const close = () => setOpen(null);
  const release = useRelease();
  const isEnded = ended.has(rx.stage);
  const next =
    rx.stage === 'fill'
      ? rx.owed > 0
        ? 'rxPage.fillRest'
        : 'rxPage.fillNow'
      : rx.stage === 'verification'
        ? 'rxPage.verifyNow'
        : 'rxPage.handOver';
  const hasNext = ['fill', 'verification', 'ready'].includes(rx.stage);
  return (
    <div className="action-bar">
      <Button keys="Escape" onPress={() => void navigate('/queue')}>
        {t('common.backToQueue')}
      </Button>
      {rx.hold ? (
        <Button keys="H" isBusy={release.isBusy} onPress={() => void release.run({ id: rx.id })}>
          {t('rxPage.release')}
        </Button>
      ) : isEnded || rx.stage === 'sold' ? null : (
        <Button keys="H" onPress={() => setOpen('hold')}>
          {t('rxPage.hold')}
        </Button>
      )}
      {isEnded || rx.stage === 'sold' ? null : (
        <Button keys="P" onPress={() => setOpen('promise')}>
          {t('rxPage.promise')}
        </Button>
      )}
      {rx.stage === 'sold' || rx.stage === 'returned' ? (
        <Button keys="R" isDisabled={!may('prescriptions.write')} onPress={() => setOpen('refill')}>
          {t('rxPage.refill')}
        </Button>
      ) : null}
      <MenuButton
        label={t('rxPage.more')}
        actions={[
          ...(rx.stage === 'fill' && rx.owed > 0
            ? [
                {
                  id: 'owed',
                  label: t('rxPage.owed'),
                  isDisabled: !may('prescriptions.write'),
                  run: () => setOpen('owed'),
                },
              ]
            : []),
          {
            id: 'transfer',
            label: t('rxPage.transfer'),
            isDisabled: isEnded || !may('prescriptions.transfer'),
            run: () => setOpen('transfer'),
          },
          {
            id: 'cancel',
            label: t('rxPage.cancel'),
            isDanger: true,
            isDisabled: isEnded || !may('prescriptions.cancel'),
            run: () => setOpen('cancel'),
          },
        ]}
      >
        {t('rxPage.more')}
        <Icon name="down" />
      </MenuButton>
      {hasNext ? (
        <Button
          tone="go"
          size="large"
          className="ml-auto"
          keys="Ctrl+Enter"
          onPress={() => void navigate(workPath(rx))}
        >
          {t(next)}
        </Button>
      ) : null}
      {open === 'owed' ? <OwedDialog rx={rx} onClose={close} /> : null}
      {open === 'hold' ? <HoldDialog rx={rx} onClose={close} /> : null}
      {open === 'promise' ? <PromiseDialog id={rx.id} priority={rx.priority} onClose={close} /> : null}
      {open === 'refill' ? <RefillDialog rx={rx} onClose={close} /> : null}
      {open === 'transfer' ? <TransferDialog id={rx.id} onClose={close} /> : null}
      {open === 'cancel' ? <CancelDialog id={rx.id} onClose={close} /> : null}
    </div>
  );
}
