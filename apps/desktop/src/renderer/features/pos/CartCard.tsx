import { Button, Card, EmptyState, Icon, SearchField, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { problemOf } from '../../work/problem.ts';
import { DrugName, patientLine, placeText, quantityText, RxNumber, ScheduleTag } from '../../work/Rx.tsx';
import { useLater } from '../../work/use-later.ts';
import { useStore } from '../../work/use-store.ts';
import type { TillForm } from './till-form.ts';
import type { Cart } from './use-cart.ts';

export interface CartCardProps {
  readonly form: TillForm;
  readonly change: (part: Partial<TillForm>) => void;
  readonly cart: Cart;
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  /** What was typed is not a person but the code of something from the shelf. */
  readonly onItem: (code: string) => void;
}

/** Who is at the counter, and all their bags with the place each hangs at. */
export function CartCard({ form, change, cart, fieldRef, onItem }: CartCardProps) {
  const { today, money } = useStore();
  const q = useLater(form.text.trim(), 100);
  const search = useQuery({
    ...api.dispensing.fills.queryOptions({ input: { q, limit: 100 } }),
    enabled: q.length >= 2 && form.patientId === null,
    placeholderData: (before) => before,
  });
  const people = byPatient(form.patientId === null ? (search.data?.items ?? []) : []);
  const isEmpty = form.fillIds.length === 0 && form.items.length === 0;

  return (
    <Card
      title={t('till.cart')}
      className={form.fillIds.length === 0 ? 'flex flex-col gap-3 xl:col-span-2' : 'flex flex-col gap-3'}
    >
      <SearchField
        ref={fieldRef}
        label={t('till.find')}
        placeholder={t('till.find.placeholder')}
        query={form.text}
        onQuery={(text) => change({ text, patientId: null, fillIds: [] })}
        items={people}
        itemKey={(person) => person.patientId}
        lettersMin={2}
        isLoading={search.isFetching || q !== form.text.trim()}
        renderItem={(person) => (
          <>
            <span className="min-w-0 flex-1 truncate">{person.name}</span>
            <span className="faint">{patientLine(person, today)}</span>
            <Tag tone="ok">{person.bins.join(', ')}</Tag>
          </>
        )}
        onPick={(person) => change({ patientId: person.patientId, text: person.name, fillIds: person.fillIds })}
        extra={form.patientId === null ? { label: t('till.item'), onPick: () => onItem(form.text.trim()) } : undefined}
        autoFocus
      />
      {isEmpty ? (
        <EmptyState title={t('till.empty')} icon="bag">
          {t('till.empty.lead')}
        </EmptyState>
      ) : (
        <ul className="grid">
          {cart.bags.map((bag) => (
            <li key={bag.fillId} className="flex items-start gap-3 border-b border-line py-2 last:border-0">
              <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-1.5">
                  <DrugName name={bag.productName} />
                  <ScheduleTag schedule={bag.schedule} />
                  {bag.isRefrigerated ? <Tag tone="info">{t('willCall.fridge')}</Tag> : null}
                  {bag.needsCounseling ? <Tag tone="go">{t('willCall.counsel')}</Tag> : null}
                </div>
                <div className="faint">
                  <RxNumber rxNumber={bag.rxNumber} /> · {quantityText(bag.quantity)}
                  {bag.owedQuantity > 0 ? ` · ${t('willCall.owed', { quantity: quantityText(bag.owedQuantity) })}` : ''}
                </div>
              </div>
              <b>{bag.binLocation ? placeText(bag.binLocation) : ''}</b>
              <span className="num w-20">{money(bag.dueCents)}</span>
              <Button
                size="small"
                tone="quiet"
                isIconOnly
                aria-label={t('till.remove')}
                onPress={() => change({ fillIds: form.fillIds.filter((id) => id !== bag.fillId) })}
              >
                <Icon name="close" />
              </Button>
            </li>
          ))}
          {cart.lines.map((line, index) => (
            <li key={line.lineId} className="flex items-start gap-3 border-b border-line py-2 last:border-0">
              <span className="min-w-0 flex-1">{line.description}</span>
              <span className="faint">× {line.quantity}</span>
              <span className="num w-20">{money(line.amountCents + line.taxCents)}</span>
              <Button
                size="small"
                tone="quiet"
                isIconOnly
                aria-label={t('till.remove')}
                onPress={() => change({ items: form.items.filter((_, at) => at !== index) })}
              >
                <Icon name="close" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {cart.quoteError ? <ProblemNotice problem={problemOf(cart.quoteError)} /> : null}
      {cart.otherBags.length > 0 && form.fillIds.length > 0 ? (
        <div className="flex flex-wrap gap-2">
          {cart.otherBags.map((bag) => (
            <Button key={bag.fillId} size="small" onPress={() => change({ fillIds: [...form.fillIds, bag.fillId] })}>
              + <DrugName name={bag.productName} /> {bag.binLocation}
            </Button>
          ))}
        </div>
      ) : null}
    </Card>
  );
}

interface Person {
  readonly patientId: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly bins: readonly string[];
  readonly fillIds: readonly string[];
}

function byPatient(bags: Cart['bags']): readonly Person[] {
  const people = new Map<string, Person>();
  for (const bag of bags) {
    if (!bag.patientId) continue;
    const before = people.get(bag.patientId);
    people.set(bag.patientId, {
      patientId: bag.patientId,
      name: bag.patientName,
      birthDate: bag.birthDate,
      bins: [...new Set([...(before?.bins ?? []), bag.binLocation ?? '—'])],
      fillIds: [...(before?.fillIds ?? []), bag.fillId],
    });
  }
  return [...people.values()];
}
