import { Button, Dialog, Select, TextField } from '@apotheca/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { scheduleText } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';

type Schedule = NonNullable<Parameters<typeof client.drugs.stateSchedule>[0]['schedule']>;
const none = 'none';
const us: readonly Schedule[] = ['CII', 'CIII', 'CIV', 'CV'];
const india: readonly Schedule[] = ['G', 'H', 'H1', 'X'];

/** A pharmacist states what no source states; nothing is released before it is known. */
export function ScheduleDialog(props: { drug: string; name: string; isIndia: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const [schedule, setSchedule] = useState<Schedule | typeof none | null>(null);
  const [note, setNote] = useState('');
  const state = useCommand(client.drugs.stateSchedule, () => {
    void queries.invalidateQueries({ queryKey: api.drugs.key() });
    props.onClose();
  });
  const options = [
    { value: none, label: t('drugs.schedule.none') },
    ...(props.isIndia ? india : us).map((value) => ({ value, label: scheduleText(value) })),
  ];
  function submit() {
    if (schedule === null) return;
    void state.run({ drug: props.drug, schedule: schedule === none ? null : schedule, note });
  }
  return (
    <Dialog
      isOpen
      isFirm
      title={t('drugs.schedule.title', { name: props.name })}
      onClose={props.onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            tone="go"
            keys="Ctrl+Enter"
            keyOptions={{ whileTyping: true }}
            isDisabled={schedule === null || note.trim().length < 3}
            isBusy={state.isBusy}
            onPress={submit}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Select
          autoFocus
          label={t('drugs.schedule')}
          options={options}
          value={schedule}
          onChange={(value) => setSchedule(value as Schedule | typeof none)}
        />
        <TextField
          label={t('drugs.schedule.source')}
          value={note}
          onChange={setNote}
          error={fieldProblem(state.problem, 'note')}
        />
        <ProblemNotice problem={state.problem} />
      </div>
    </Dialog>
  );
}
