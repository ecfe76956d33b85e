import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';

const width = 480;
const height = 96;

/** Use per week as bars, oldest left. Drawn by hand: a dozen rectangles need no chart library. */
export function WeekBars({ weeks, unit }: { weeks: readonly { from: string; quantity: number }[]; unit: string }) {
  const store = useStore();
  const name = unit === 'ML' || unit === 'GM' ? ` · ${t(`unit.${unit}`)}` : '';
  const most = Math.max(...weeks.map((week) => week.quantity), 0);
  if (most === 0) return <p className="text-ink-2">{t('stock.weekly.none')}</p>;
  const step = width / weeks.length;
  return (
    <figure className="m-0">
      <figcaption className="cap">
        {t('stock.weekly')}
        {name}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className="mt-1 block w-full" role="img" aria-label={t('stock.weekly')}>
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--line-strong)" />
        {weeks.map((week, index) => {
          const tall = (week.quantity / most) * (height - 14);
          return (
            <rect
              key={week.from}
              x={index * step + 1}
              width={Math.max(1, step - 2)}
              y={height - tall - 1}
              height={tall}
              rx="1.5"
              fill="var(--accent)"
              opacity={0.85}
            >
              <title>{`${store.day(week.from)}: ${week.quantity}`}</title>
            </rect>
          );
        })}
        <text x="0" y="10" fontSize="10" fill="var(--ink-3)">
          {most.toLocaleString()}
        </text>
      </svg>
    </figure>
  );
}
