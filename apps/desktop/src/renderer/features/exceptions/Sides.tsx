import { locale, t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';
import type { Exception } from './types.ts';

const withSeconds = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

/** What each terminal did, side by side, in the order it happened. */
export function Sides({ item }: { item: Exception }) {
  const { moment, timeZone } = useStore();
  const times = item.sides.map(({ at }) => (at ? moment(at) : ''));
  // The order matters where two things happened in the same minute.
  const seconds = new Intl.DateTimeFormat(locale(), { ...withSeconds, timeZone });
  const isMany = item.sides.length > 2;
  return (
    <ol
      className={isMany ? 'grid min-w-0 gap-2' : 'grid min-w-0 grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3'}
      aria-label={t('exceptions.detail')}
    >
      {item.sides.map((side, index) => {
        const time = times[index] ?? '';
        const isShared = time !== '' && times.indexOf(time) !== times.lastIndexOf(time);
        const at = isShared ? seconds.format(new Date(side.at)) : time;
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
