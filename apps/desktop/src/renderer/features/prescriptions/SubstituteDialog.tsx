import { Button, Dialog, Notice, Tag, TextField, useListCursor } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { QueryView } from '../../work/QueryView.tsx';
import { DrugName } from '../../work/Rx.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';

/** What may take the prescribed product's place, by which code of which edition, at what price; and what may not. */
export function SubstituteDialog({ rx, onClose }: { rx: RxDetail; onClose: () => void }) {
  const { profile, money, date } = useStore();
  const [reason, setReason] = useState<string>(t('substitute.reason.default'));
  const drug = rx.drug?.key ?? '';
  const state = profile?.jurisdiction.startsWith('us_') ? profile.jurisdiction.slice(3).toUpperCase() : undefined;
  const query = useQuery(api.drugs.substitutes.queryOptions({ input: { drug, state, daw: rx.daw } }));
  const items = query.data?.items.filter((item) => item.ndc) ?? [];
  const cursor = useListCursor(
    items.map((item) => item.key),
    { startAtFirst: true },
  );
  const chosen = items[cursor.index];
  const change = useCommand(client.prescriptions.product, onClose);
  const submit = () => {
    if (chosen?.ndc) void change.run({ id: rx.id, ndc: chosen.ndc, reason, expectedVersion: rx.version });
  };
  return (
    <Dialog
      title={t('substitute.title')}
      isOpen
      onClose={onClose}
      size="wide"
      footer={
        <Button
          tone="go"
          keys="Ctrl+Enter"
          isDisabled={!chosen || reason.trim() === ''}
          isBusy={change.isBusy}
          onPress={submit}
        >
          {t('substitute.go')}
        </Button>
      }
    >
      <QueryView query={query}>
        {({ edition, notes, notAllowed }) => (
          <>
            {edition ? (
              <p className="muted">
                {t('substitute.edition', { source: edition.source, date: date(edition.editionDate) })}
              </p>
            ) : null}
            <div
              role="listbox"
              tabIndex={0}
              aria-label={t('substitute.title')}
              aria-activedescendant={chosen ? `substitute-${cursor.index}` : undefined}
              className="max-h-72 overflow-auto"
              onKeyDown={(event) => {
                if (cursor.onKey(event.key)) event.preventDefault();
              }}
            >
              {items.map((item, index) => (
                <div
                  key={item.key}
                  id={`substitute-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === cursor.index}
                  className="find-item items-start"
                  onPointerDown={() => cursor.setKey(item.key)}
                >
                  <div className="min-w-0 flex-1">
                    <DrugName name={item.displayName} /> <span className="muted">{item.labeler}</span>{' '}
                    <span className="mono faint">{item.ndc}</span>
                    <div className="faint">{item.reason}</div>
                  </div>
                  {item.teCode ? <Tag tone="ok">{t('substitute.te', { code: item.teCode })}</Tag> : null}
                  {item.priceCents === undefined ? null : <span>{money(item.priceCents)}</span>}
                  {item.savingCents ? (
                    <Tag tone="go">{t('substitute.saves', { money: money(item.savingCents) })}</Tag>
                  ) : null}
                </div>
              ))}
            </div>
            {notAllowed.length > 0 ? (
              <details>
                <summary className="muted">
                  {t('substitute.notAllowed')} ({notAllowed.length})
                </summary>
                <ul className="mt-1 grid max-h-48 gap-1 overflow-auto">
                  {notAllowed.map((item) => (
                    <li key={item.key}>
                      <DrugName name={item.displayName} /> <span className="faint">{item.reason}</span>
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
            {notes.map((note) => (
              <Notice key={note}>{note}</Notice>
            ))}
          </>
        )}
      </QueryView>
      <TextField label={t('substitute.reason')} value={reason} onChange={setReason} maxLength={200} />
      <ProblemNotice problem={change.problem} onRetry={submit} />
    </Dialog>
  );
}
