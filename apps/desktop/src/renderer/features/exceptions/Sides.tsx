import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';
import type { Exception } from './types.ts';

/** What each terminal did, side by side, in the order it happened. */
export function Sides({ item }: { item: Exception }) {
  const { moment } = useStore();
  const isMany = item.sides.length > 2;
  return (
    <ol className={isMany ? 'grid gap-2' : 'grid gap-3 sm:grid-cols-2'} aria-label={t('exceptions.detail')}>
      {item.sides.map((side) => {
        const at = side.at ? moment(side.at) : '';
        const where = { terminal: side.terminal, at };
        return (
          <li key={`${side.terminalId} ${side.at} ${side.what} ${side.detail}`} className="rounded-card bg-sunken p-3">
            <b>{side.what}</b>
            {side.detail ? <div className="break-words">{side.detail}</div> : null}
            <div className="faint">
              {side.who ? t('exceptions.side', { who: side.who, ...where }) : t('exceptions.side.noone', where)}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
