import { SearchField, showToast, Tag, useScan } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { DrugName, ScheduleTag } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';

export type Drug = Awaited<ReturnType<typeof client.drugs.search>>['items'][number];

export interface DrugFieldProps {
  readonly text: string;
  readonly drugKey: string | null;
  readonly onPick: (drug: Drug) => void;
  readonly onText: (text: string) => void;
  readonly error: string | null;
  readonly label?: string;
}

/** Strength and form stand first in sight, look-alikes in tall-man letters; a scan anywhere on the screen picks too. */
export function DrugField({ text, drugKey, onPick, onText, error, label }: DrugFieldProps) {
  const q = useLater(text.trim(), 90);
  const search = useQuery({
    ...api.drugs.search.queryOptions({ input: { q, limit: 30 } }),
    enabled: q.length >= 3 && drugKey === null,
    placeholderData: (before) => before,
  });
  useScan((code) => {
    void client.drugs
      .scan({ barcode: code })
      .then(({ drug }) => {
        if (drug) onPick(drug);
        else showToast({ tone: 'warn', text: t('intake.drug.noScan'), detail: code });
      })
      .catch(() => showToast({ tone: 'warn', text: t('intake.drug.noScan'), detail: code }));
    return true;
  });
  return (
    <SearchField
      label={label ?? t('intake.drug')}
      placeholder={t('intake.drug.placeholder')}
      query={text}
      onQuery={onText}
      items={drugKey === null ? (search.data?.items ?? []) : []}
      itemKey={(drug) => drug.key}
      isLoading={search.isFetching || q !== text.trim()}
      lettersMin={3}
      renderItem={(drug) => (
        <>
          <span className="min-w-0 flex-1 truncate">
            <DrugName name={drug.displayName} />
            {drug.brandName ? <span className="faint"> {drug.brandName}</span> : null}
          </span>
          <ScheduleTag schedule={drug.schedule} />
          {drug.scheduleKnown ? null : <Tag tone="warn">{t('intake.drug.notKnownSchedule')}</Tag>}
          <span className="faint max-w-40 truncate">{drug.labeler}</span>
          <span className="mono faint">{drug.ndcLabel ?? drug.product}</span>
        </>
      )}
      onPick={onPick}
      error={error}
    />
  );
}
