import type { IconName } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { features } from '../../app/features.ts';
import { api } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { DrugName, fullName, patientLine, rxNumberText, stageName } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';

export interface Finding {
  readonly key: string;
  readonly title: ReactNode;
  readonly detail: ReactNode;
  readonly icon: IconName;
  readonly path: string;
  readonly keys?: string;
}

interface FindingGroup {
  readonly label: string;
  readonly items: readonly Finding[];
}

/** Typing waits for no answer: each kind of finding comes when it is there, and old ones stay until then. */
export function useFindings(text: string): { groups: readonly FindingGroup[]; isSearching: boolean } {
  const q = useLater(text.trim(), 80);
  const may = usePermission();
  const { today } = useStore();
  const before = { placeholderData: <T,>(data: T) => data, staleTime: 15_000 };
  const patients = useQuery({
    ...api.patients.list.queryOptions({ input: { q, limit: 6 } }),
    ...before,
    enabled: q.length >= 2 && may('patients.read'),
  });
  const prescriptions = useQuery({
    ...api.prescriptions.list.queryOptions({ input: { q: rxQuery(q), limit: 6 } }),
    ...before,
    enabled: q.length >= 2 && may('prescriptions.read'),
  });
  const drugs = useQuery({
    ...api.drugs.search.queryOptions({ input: { q, limit: 5 } }),
    ...before,
    enabled: q.length >= 3 && may('drugs.read'),
  });

  const groups: FindingGroup[] = [
    {
      label: t('palette.prescriptions'),
      items: (q.length >= 2 ? (prescriptions.data?.items ?? []) : []).map((rx) => ({
        key: rx.id,
        title: (
          <>
            <span className="mono">{rxNumberText(rx.rxNumber)}</span> {rx.patientName} · <DrugName name={rx.drug} />
          </>
        ),
        detail: stageName(rx.stage),
        icon: 'page',
        path: `/rx/${rx.id}`,
      })),
    },
    {
      label: t('palette.patients'),
      items: (q.length >= 2 ? (patients.data?.items ?? []) : []).map((patient) => ({
        key: patient.id,
        title: fullName(patient.name),
        detail: patientLine(patient, today),
        icon: 'person',
        path: `/patients/${patient.id}`,
      })),
    },
    {
      label: t('palette.drugs'),
      items: (q.length >= 3 ? (drugs.data?.items ?? []) : []).map((drug) => ({
        key: drug.key,
        title: <DrugName name={drug.displayName} />,
        detail: drug.labeler,
        icon: 'capsule',
        path: `/drugs/${encodeURIComponent(drug.key)}`,
      })),
    },
    { label: t('palette.actions'), items: actions(text, may) },
  ];
  return {
    groups: groups.filter((group) => group.items.length > 0),
    isSearching: q !== text.trim() || patients.isFetching || prescriptions.isFetching || drugs.isFetching,
  };
}

/** A number may be typed in the groups it is shown in. */
function rxQuery(q: string): string {
  return /^[\d\s]+$/.test(q) ? q.replaceAll(' ', '') : q;
}

function actions(text: string, may: (permission: string) => boolean): Finding[] {
  const wanted = text.trim().toLowerCase();
  const areas = features
    .flatMap((feature) => feature.areas)
    .filter((area) => may(area.permission))
    .map((area) => ({
      key: area.path,
      title: t('palette.go', { place: t(area.label) }),
      detail: '',
      icon: area.icon,
      path: area.path,
      keys: `G ${area.goKey}`,
    }));
  const more: Finding[] = [
    { key: 'new', title: t('palette.new'), detail: '', icon: 'plus', path: '/intake' },
    { key: 'sales', title: t('palette.sales'), detail: '', icon: 'till', path: '/till/sales' },
  ];
  return [...more, ...areas].filter((action) => String(action.title).toLowerCase().includes(wanted)).slice(0, 8);
}
