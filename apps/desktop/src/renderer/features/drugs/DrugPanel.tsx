import { Button, KeyValue, Notice, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { DrugName, ScheduleTag } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import { ScheduleDialog } from './ScheduleDialog.tsx';

type Detail = Awaited<ReturnType<typeof client.drugs.get>>;

/** One drug: what the sources say of it, what is in stock, what may take its place and why. */
export function DrugPanel({ drug }: { drug: string }) {
  const query = useQuery(api.drugs.get.queryOptions({ input: { drug } }));
  return <QueryView query={query}>{(detail) => <Panel detail={detail} />}</QueryView>;
}

function Panel({ detail }: { detail: Detail }) {
  const store = useStore();
  const may = usePermission();
  const [isStating, setStating] = useState(false);
  const { data: stock } = useQuery(api.inventory.stock.queryOptions({ input: { ndc: detail.key, limit: 1 } }));
  const onHand = stock?.items[0]?.onHand;
  return (
    <div className="grid gap-4">
      <div>
        <h2 className="text-[1rem]">
          <DrugName name={detail.displayName} />
        </h2>
        <div className="faint">
          <span className="mono">{detail.ndcLabel ?? detail.product ?? detail.key}</span> · {detail.labeler}
        </div>
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          <ScheduleTag schedule={detail.schedule} />
          {detail.scheduleKnown ? null : <Tag tone="warn">{t('drugs.schedule.unknown')}</Tag>}
          {!detail.scheduleKnown && may('drugs.state-schedule') ? (
            <Button size="small" keys="Alt+S" keyOptions={{ whileTyping: true }} onPress={() => setStating(true)}>
              {t('drugs.schedule.state')}
            </Button>
          ) : null}
          {detail.teCode ? <Tag tone="info">{detail.teCode}</Tag> : null}
          <Tag>{detail.marketingStatus}</Tag>
        </div>
      </div>
      <KeyValue
        rows={[
          [
            t('drugs.ingredients'),
            detail.ingredients.map((one) => [one.name, one.strength].filter(Boolean).join(' ')).join('; '),
          ],
          [t('drugs.strength'), detail.strength],
          [t('drugs.form'), `${detail.doseForm} · ${detail.route}`],
          [t('drugs.package'), detail.packageSize ? `${detail.packageSize} ${detail.unit}` : null],
          [t('drugs.classes'), detail.classes.join(', ')],
          [t('drugs.onHand'), onHand === undefined ? null : onHand.toLocaleString()],
          [
            t('drugs.application'),
            detail.application ? `${detail.application.product} · ${detail.application.applicant}` : null,
          ],
          [t('drugs.source'), `${detail.source} · ${detail.edition}`],
        ]}
      />
      {isStating ? (
        <ScheduleDialog
          drug={detail.key}
          name={detail.name}
          isIndia={store.isIndia}
          onClose={() => setStating(false)}
        />
      ) : null}
      <Substitutes drug={detail.key} />
      {detail.protections.length > 0 ? (
        <section>
          <h2>{t('drugs.protections')}</h2>
          <ul className="mt-1.5 grid gap-1">
            {detail.protections.map((one) => (
              <li key={`${one.kind} ${one.number}`}>
                {one.kind} <span className="mono">{one.number}</span> {store.date(one.expiresOn)}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Substitutes({ drug }: { drug: string }) {
  const query = useQuery(api.drugs.substitutes.queryOptions({ input: { drug } }));
  const store = useStore();
  return (
    <section>
      <h2>{t('drugs.substitutes')}</h2>
      <div className="mt-1.5">
        <QueryView query={query}>
          {({ items, notAllowed, edition, notes }) => (
            <div className="grid gap-2">
              {edition ? null : <Notice>{t('drugs.substitutes.noEdition')}</Notice>}
              {edition && items.length === 0 ? <p className="text-ink-2">{t('drugs.substitutes.none')}</p> : null}
              <ul className="grid gap-1.5">
                {items.slice(0, 30).map((item) => (
                  <li key={item.key}>
                    <div>
                      <Tag tone="ok">{item.teCode ?? t(`drugs.class.${item.class}`)}</Tag>{' '}
                      <DrugName name={item.displayName} /> · {item.labeler}
                      {item.savingCents ? ` · ${store.money(item.savingCents)}` : ''}
                    </div>
                    <div className="faint">{item.reason}</div>
                  </li>
                ))}
              </ul>
              {notAllowed.length > 0 ? (
                <details>
                  <summary className="faint">
                    {t('drugs.notAllowed')} ({notAllowed.length})
                  </summary>
                  <ul className="mt-1.5 grid gap-1.5">
                    {notAllowed.slice(0, 30).map((item) => (
                      <li key={item.key}>
                        <DrugName name={item.displayName} /> · {item.labeler}{' '}
                        <span className="mono faint">{item.ndc ?? item.product}</span>{' '}
                        <span className="faint">{item.reason}</span>
                      </li>
                    ))}
                  </ul>
                </details>
              ) : null}
              {edition ? (
                <p className="faint">
                  {edition.source} {store.date(edition.editionDate)}
                </p>
              ) : null}
              {notes.map((note) => (
                <p key={note} className="faint">
                  {note}
                </p>
              ))}
            </div>
          )}
        </QueryView>
      </div>
    </section>
  );
}
