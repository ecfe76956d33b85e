import { Button, Notice, Tag } from '@apotheca/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import { ReclaimDialog } from '../inventory/ReclaimDialog.tsx';
import { DecideDialog } from './DecideDialog.tsx';
import { Sides } from './Sides.tsx';
import type { Exception, ExceptionAction } from './types.ts';

/** One exception: what happened, both sides, and the ways out, each on a number key. */
export function ExceptionDetail({ item, isOnItsPage }: { item: Exception; isOnItsPage?: boolean }) {
  const navigate = useNavigate();
  // Pinned when the dialog opens: the list may change under it.
  const [asked, setAsked] = useState<{ item: Exception; action: ExceptionAction } | null>(null);
  const resolve = useCommand(client.exceptions.resolve);
  const act = (action: ExceptionAction) => {
    if (action.needs === 'nothing') void resolve.run({ id: item.id, action: action.action });
    else setAsked({ item, action });
  };
  const place = isOnItsPage ? null : placeOf(item);
  return (
    <>
      <div className="grid gap-1">
        {isOnItsPage ? null : <Head item={item} />}
        <p>{item.text}</p>
      </div>
      <Sides item={item} />
      <Decided item={item} />
      {item.actions.length > 0 ? (
        <div className="grid min-w-0 gap-2">
          {item.actions.map((action, index) => (
            <Button
              key={action.action}
              isWide
              keys={String(index + 1)}
              isDisabled={!action.allowed}
              isBusy={resolve.isBusy}
              onPress={() => act(action)}
            >
              <span className="min-w-0 whitespace-normal text-left">{action.text}</span>
            </Button>
          ))}
          {item.actions.every((action) => !action.allowed) ? (
            <p className="faint">{t('exceptions.notAllowed')}</p>
          ) : null}
        </div>
      ) : null}
      <ProblemNotice problem={resolve.problem} />
      {place ? (
        <Button keys="O" tone="quiet" onPress={() => void navigate(place)}>
          {t('exceptions.page')}
        </Button>
      ) : null}
      {asked && asked.action.needs === 'witness' ? (
        <ReclaimDialog
          batchId={asked.item.link?.id ?? ''}
          origin={asked.action.target ?? ''}
          title={asked.item.title}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {asked && asked.action.needs !== 'witness' ? (
        <DecideDialog item={asked.item} action={asked.action} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

function Head({ item }: { item: Exception }) {
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <h2 className="text-[1.0625rem]">{item.title}</h2>
        <span className="flex-none">
          <Tag tone={item.status === 'open' ? 'clash' : 'plain'}>{t(`exceptions.kind.${item.kind}`)}</Tag>
        </span>
      </div>
      {item.patient ? <div className="muted">{item.patient.name}</div> : null}
    </>
  );
}

function Decided({ item: { resolution, otherDecisions } }: { item: Exception }) {
  const { moment } = useStore();
  if (!resolution) return null;
  const { by, terminal, at, text, note } = resolution;
  return (
    <Notice tone="ok">
      <div>{t('exceptions.decided', { what: text })}</div>
      {note ? <div>{note}</div> : null}
      <div className="faint">{t('exceptions.decided.by', { by, terminal, at: moment(at) })}</div>
      {otherDecisions.map((other) => (
        <div key={`${other.terminalId} ${other.at}`} className="mt-1">
          {t('exceptions.decided.also', { by: other.by, terminal: other.terminal, what: other.text })}
        </div>
      ))}
    </Notice>
  );
}

function placeOf({ link }: Exception): string | null {
  switch (link?.kind) {
    case 'prescription':
      return `/rx/${link.id}`;
    case 'patient':
      return `/patients/${link.id}`;
    case 'terminal':
      return '/system/terminals';
    case 'lot':
      return '/stock';
    case 'sale':
      return '/till/sales';
    default:
      return null;
  }
}
