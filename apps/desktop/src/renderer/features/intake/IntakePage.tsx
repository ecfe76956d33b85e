import { Button, Card, showToast, Tag } from '@apotheca/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { PatientHead } from '../../work/PatientHead.tsx';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { RxNumber, rxNumberText } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from '../prescriptions/AlertList.tsx';
import { Attachment } from '../prescriptions/PrescribedCard.tsx';
import { AttachmentPanel } from './AttachmentPanel.tsx';
import { IntakeFields } from './IntakeFields.tsx';
import { correctInput, createInput, emptyForm, formOf, nextForPatient, transferInInput } from './intake-form.ts';
import { TransferFields } from './TransferFields.tsx';
import { useStartPatient } from './use-start-patient.ts';
import { WaitingImages } from './WaitingImages.tsx';

/** Left the form, right whom it is for and the page it is read from. All of it from the keyboard. */
export function IntakePage({ rx }: { rx: RxDetail | null }) {
  const { today, nowMs } = useStore();
  const navigate = useNavigate();
  const [start] = useState(() => (rx ? formOf(rx, today) : emptyForm(today)));
  const draft = useDraft(rx ? `intake-${rx.id}` : 'intake', start);
  const { value: form, change } = draft;
  useStartPatient(change);
  const [staysFor, setStaysFor] = useState(false);

  const create = useCommand(client.prescriptions.create, (answer) => {
    const detail = t(answer.stage === 'data-entry' ? 'intake.saved.entry' : 'intake.saved.review');
    showToast({ tone: 'ok', text: t('intake.saved', { number: rxNumberText(answer.rxNumber) }), detail });
    draft.clear(staysFor ? nextForPatient(form, today) : emptyForm(today));
    if (!staysFor) void navigate(`/rx/${answer.id}`);
  });
  const takeOver = useCommand(client.prescriptions.transferIn, (answer) => {
    showToast({ tone: 'ok', text: t('intake.saved', { number: rxNumberText(answer.rxNumber) }) });
    draft.clear(staysFor ? nextForPatient(form, today) : emptyForm(today));
    if (!staysFor) void navigate(`/rx/${answer.id}`);
  });
  const correct = useCommand(client.prescriptions.correct, () => {
    showToast({ tone: 'ok', text: t('intake.corrected') });
    draft.clear();
    if (rx) void navigate(`/rx/${rx.id}`);
  });
  const isTransfer = !rx && form.origin === 'transfer';
  const problem = isTransfer ? takeOver.problem : (create.problem ?? correct.problem);
  const isBusy = create.isBusy || correct.isBusy || takeOver.isBusy;

  function submit(stays: boolean) {
    setStaysFor(stays);
    if (rx) void correct.run(correctInput(form, rx, today));
    else if (isTransfer) void takeOver.run(transferInInput(form, nowMs));
    else void create.run(createInput(form, nowMs));
  }
  const title = !rx ? 'intake.title' : rx.stage === 'data-entry' ? 'intake.title.complete' : 'intake.title.correct';

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h1>{t(title)}</h1>
        {rx ? <RxNumber rxNumber={rx.rxNumber} /> : <WaitingImages />}
        <span className="ml-auto">
          {draft.isKept ? (
            <span className="faint">{t('common.draft.kept')}</span>
          ) : (
            <Tag tone="warn">{t('common.draft.memory')}</Tag>
          )}
        </span>
      </div>
      <div className="grid min-h-0 flex-1 content-start gap-3 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)] lg:content-stretch">
        <Card aria-label={t(title)} className="self-start">
          <IntakeFields
            form={form}
            change={change}
            problem={problem}
            needsReason={rx !== null && rx.review !== null}
            isNew={!rx}
          />
        </Card>
        <div className="flex min-h-0 flex-col gap-3">
          {form.patientId ? (
            <Card aria-label={t('intake.patient')}>
              <PatientHead patientId={form.patientId} name={form.patientText} />
            </Card>
          ) : null}
          {rx ? (
            rx.attachmentBlobId ? (
              <Card aria-label={t('intake.image')} className="flex flex-1 flex-col">
                <Attachment id={rx.id} isAlone />
              </Card>
            ) : null
          ) : isTransfer ? (
            <TransferFields
              value={form.transfer}
              onChange={(transfer) => change({ transfer })}
              problem={takeOver.problem}
            />
          ) : (
            <AttachmentPanel
              value={form.attachment}
              onChange={(attachment) => change({ attachment })}
              isKept={draft.isKept}
            />
          )}
        </div>
      </div>
      <div className="action-bar">
        <div className="w-full empty:hidden">
          <ProblemNotice problem={problem} onRetry={() => submit(staysFor)} />
        </div>
        <Button keys="Escape" onPress={() => void navigate('/queue')}>
          {t('common.backToQueue')}
        </Button>
        <Button tone="quiet" onPress={() => draft.clear(start)}>
          {t('intake.clear')}
        </Button>
        <span className="ml-auto" />
        {rx ? null : (
          <Button size="large" keys="Ctrl+Shift+Enter" isBusy={isBusy} onPress={() => submit(true)}>
            {t('intake.save.next')}
          </Button>
        )}
        <Button tone="go" size="large" keys="Ctrl+Enter" isBusy={isBusy} onPress={() => submit(false)}>
          {t(!rx ? 'intake.save' : rx.stage === 'data-entry' ? 'intake.save.complete' : 'intake.save.correct')}
        </Button>
      </div>
    </>
  );
}
