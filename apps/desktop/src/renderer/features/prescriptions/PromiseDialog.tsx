import { Button, Dialog, RadioGroup, showToast } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { promisedIn, promisedTomorrow, promiseMinutes } from './promise-times.ts';

const priorities = ['waiting', 'promised', 'acute', 'delivery', 'routine'] as const;
export type Priority = (typeof priorities)[number];

export function priorityOptions() {
  return priorities.map((value) => ({ value, label: t(`priority.${value}`) }));
}

export function promiseLabel(minutes: number): string {
  return minutes < 60 ? t('promise.minutes', { count: minutes }) : t('promise.hours', { count: minutes / 60 });
}

/** When it will be ready, and why then. Digits choose the time. */
export function PromiseDialog(props: { id: string; priority: Priority; onClose: () => void }) {
  const { nowMs, moment } = useStore();
  const [priority, setPriority] = useState(props.priority);
  const promise = useCommand(client.prescriptions.promise, (_answer, input) => {
    if (input.promisedAt) showToast({ tone: 'ok', text: t('promise.done', { time: moment(input.promisedAt) }) });
    props.onClose();
  });
  const run = (promisedAt: string) => void promise.run({ id: props.id, promisedAt, priority });
  const tomorrow = promisedTomorrow(nowMs);
  return (
    <Dialog title={t('promise.title')} isOpen onClose={props.onClose}>
      <RadioGroup label={t('promise.priority')} options={priorityOptions()} value={priority} onChange={setPriority} />
      <div className="field">
        <span className="field-label">{t('promise.in')}</span>
        <div className="flex flex-wrap gap-2">
          {promiseMinutes.map((minutes, index) => (
            <Button
              key={minutes}
              keys={String(index + 1)}
              isBusy={promise.isBusy}
              onPress={() => run(promisedIn(minutes, nowMs))}
              autoFocus={index === 0}
            >
              {promiseLabel(minutes)}
            </Button>
          ))}
          <Button keys="6" isBusy={promise.isBusy} onPress={() => run(tomorrow)}>
            {t('promise.tomorrow')}
          </Button>
        </div>
      </div>
      <ProblemNotice problem={promise.problem} />
    </Dialog>
  );
}
