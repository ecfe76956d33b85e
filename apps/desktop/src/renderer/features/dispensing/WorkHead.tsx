import { Tag } from '@apotheca/ui';
import { t } from '../../text/t.ts';
import { PatientHead } from '../../work/PatientHead.tsx';
import { dueText, RxNumber, ScheduleTag } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import type { Work } from './work-types.ts';

/** Which one it is, how many wait, how late; and below it the person. */
export function WorkHead(props: { title: string; work: Work; position: { n: number; count: number } | null }) {
  const { work, position } = props;
  const { nowMs } = useStore();
  const due = work.prescription.promisedAt;
  const isLate = due !== null && Date.parse(due) < nowMs;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h1>{props.title}</h1>
        <span className="muted">
          {position ? `${t('work.position', position)} · ` : ''}
          <RxNumber rxNumber={work.prescription.rxNumber} /> · {t('rx.fillNumber', { n: work.fillNumber })}
          {work.part > 0 ? ` · ${t('rx.part', { n: work.part + 1 })}` : ''}
        </span>
        <ScheduleTag schedule={work.product?.schedule ?? work.prescribed?.schedule} />
        {due ? <Tag tone={isLate ? 'late' : 'plain'}>{dueText(due, nowMs)}</Tag> : null}
      </div>
      <div className="card mb-3 px-4 py-2.5">
        <PatientHead
          patientId={work.patient?.id ?? null}
          name={work.patient?.name}
          birthDate={work.patient?.birthDate}
          isRow
        />
      </div>
    </>
  );
}
