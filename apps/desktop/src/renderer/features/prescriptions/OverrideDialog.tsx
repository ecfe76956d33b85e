import { Button, Dialog, Select, showToast, TextField } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api, client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { SeverityTag } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import type { RxAlert, RxDetail } from './AlertList.tsx';

const empty = { reasonCode: '', note: '' };

/** A coded reason that fits this alert, and in words what was decided with whom. */
export function OverrideDialog({ rx, alert, onClose }: { rx: RxDetail; alert: RxAlert; onClose: () => void }) {
  const draft = useDraft(`override-${rx.id}-${alert.id}`, empty);
  const { data } = useQuery({ ...api.clinical.overrideReasons.queryOptions({ input: {} }), staleTime: Infinity });
  const reasons = (data?.items ?? []).filter(
    (reason) => reason.appliesTo.length === 0 || reason.appliesTo.includes(alert.reasonForService),
  );
  const chosen = reasons.find((reason) => reason.code === draft.value.reasonCode);
  const override = useCommand(client.clinical.override, (answer) => {
    draft.clear();
    if (answer.moved) showToast({ tone: 'ok', text: t('rxPage.review.moved') });
    onClose();
  });
  const submit = () => void override.run({ id: rx.id, alertId: alert.id, ...draft.value });
  return (
    <Dialog
      title={t('rxPage.override.title')}
      isOpen
      onClose={onClose}
      footer={
        <Button
          tone="go"
          keys="Ctrl+Enter"
          isDisabled={!chosen || (chosen.noteRequired && draft.value.note.trim().length < 10)}
          isBusy={override.isBusy}
          onPress={submit}
        >
          {t('rxPage.override.go')}
        </Button>
      }
    >
      <div className="grid gap-1">
        <div className="flex flex-wrap items-baseline gap-1.5">
          <SeverityTag severity={alert.severity} />
          <b>{alert.message}</b>
        </div>
        <p className="muted">{alert.management}</p>
      </div>
      <Select
        label={t('rxPage.override.reason')}
        options={reasons.map(({ code, label }) => ({ value: code, label }))}
        value={draft.value.reasonCode || null}
        onChange={(reasonCode) => draft.change({ reasonCode })}
        hint={
          chosen
            ? t('rxPage.override.codes', {
                codes: [alert.reasonForService, chosen.professionalService, chosen.resultOfService].join(' / '),
              })
            : undefined
        }
        autoFocus
      />
      <TextField
        label={t('rxPage.override.note')}
        isOptional={chosen ? !chosen.noteRequired : false}
        rows={3}
        value={draft.value.note}
        onChange={(note) => draft.change({ note })}
        maxLength={1000}
      />
      <ProblemNotice problem={override.problem} onRetry={submit} />
    </Dialog>
  );
}
