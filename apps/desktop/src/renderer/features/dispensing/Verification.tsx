import { Button, Card, CodeInput, showToast } from '@apotheca/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { placeText, quantityText } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { HoldDialog } from '../prescriptions/HoldDialog.tsx';
import { Attachment } from '../prescriptions/PrescribedCard.tsx';
import { ChecksCard } from './ChecksCard.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import { VerifyDispensed, VerifyPrescribed } from './VerifyPair.tsx';
import { WorkHead } from './WorkHead.tsx';
import { nextPath, useWork } from './WorkList.tsx';
import type { Work } from './work-types.ts';

/** Prescribed and dispensed side by side, the checks beside them, and one decision. */
export function Verification({ work, fillId }: { work: Work; fillId: string }) {
  const rx = work.prescription;
  const navigate = useNavigate();
  const may = usePermission();
  const { day } = useStore();
  const [totp, setTotp] = useState('');
  const [opened, setOpened] = useState<'reject' | 'hold' | null>(null);
  const rows = useWork('verification').data?.items ?? [];
  const index = rows.findIndex((row) => row.id === rx.id);
  const goOn = () => void navigate(nextPath('verification', rows, rx.id));
  const verify = useCommand(client.dispensing.verify, (answer) => {
    showToast({
      tone: 'ok',
      text: t('verify.done', {
        place: answer.binLocation ? placeText(answer.binLocation) : t('nav.willCall'),
      }),
    });
    goOn();
  });
  const mayVerify = may('dispensing.verify');
  const needsCode = work.needsSecondFactor;
  const submit = () => void verify.run({ id: fillId, approved: true, totp: totp.length === 6 ? totp : undefined });
  const unit = work.product?.unit;
  const codeError =
    verify.problem?.kind === 'refusal' && verify.problem.code.startsWith('second-factor')
      ? verify.problem.message
      : null;

  return (
    <>
      <WorkHead
        title={t('verify.title')}
        work={work}
        position={index >= 0 ? { n: index + 1, count: rows.length } : null}
      />
      <div className="grid flex-1 content-start gap-3 md:grid-cols-2 xl:grid-cols-[1fr_1fr_22.5rem] xl:content-stretch">
        <Card title={t('verify.prescribed')} className="flex flex-col gap-3">
          <VerifyPrescribed work={work} />
          {rx.attachmentBlobId ? <Attachment id={rx.id} /> : null}
        </Card>
        <VerifyDispensed work={work} fillId={fillId} />
        <div className="flex flex-col gap-3 md:col-span-2 xl:col-span-1">
          <ChecksCard work={work} title={t('verify.checks')} />
          {needsCode && mayVerify ? (
            <Card aria-label={t('verify.factor')}>
              <div className="cap mb-2">{t('verify.factor')}</div>
              <CodeInput value={totp} onChange={setTotp} label={t('verify.factor')} error={codeError} autoFocus />
            </Card>
          ) : null}
          <Card title={t('verify.lastFills')}>
            {work.lastFills.length === 0 ? (
              <p className="muted mt-2">{t('verify.lastFills.none')}</p>
            ) : (
              <table className="plain-table mt-1">
                <tbody>
                  {work.lastFills.slice(0, 4).map((fill) => (
                    <tr key={fill.fillId}>
                      <td>{day(fill.filledOn)}</td>
                      <td>{fill.productName}</td>
                      <td className="num">{quantityText(fill.quantity, unit)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Card>
        </div>
      </div>
      <div className="action-bar">
        <div className="w-full empty:hidden">
          <ProblemNotice problem={codeError ? null : verify.problem} onRetry={submit} />
        </div>
        <Button tone="no" keys="B" isDisabled={!mayVerify} onPress={() => setOpened('reject')}>
          {t('verify.back')}
        </Button>
        <Button keys="H" onPress={() => setOpened('hold')}>
          {t('fill.hold')}
        </Button>
        <Button keys="O" onPress={() => void navigate(`/rx/${rx.id}`)}>
          {t('queue.page')}
        </Button>
        <span className="faint ml-2">
          {mayVerify ? (work.needsCounseling ? t('verify.counsel') : '') : t('verify.mustBePharmacist')}
        </span>
        <Button
          tone="go"
          size="large"
          className="ml-auto"
          keys="Ctrl+Enter"
          isBusy={verify.isBusy}
          isDisabled={!mayVerify || (needsCode && totp.length !== 6)}
          onPress={submit}
        >
          {t('verify.go')}
        </Button>
      </div>
      {opened === 'reject' ? (
        <RejectDialog
          fillId={fillId}
          onClose={() => setOpened(null)}
          onDone={() => {
            setOpened(null);
            goOn();
          }}
        />
      ) : null}
      {opened === 'hold' ? <HoldDialog rx={rx} onClose={() => setOpened(null)} /> : null}
    </>
  );
}
