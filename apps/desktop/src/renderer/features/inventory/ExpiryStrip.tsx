import { t } from '../../text/t.ts';
import { useStore } from '../../work/use-store.ts';

/** Twelve months as a heat strip: the darker, the more of the stock expires in it. Not by colour alone: each has a title. */
export function ExpiryStrip({ months, onHand }: { months: readonly number[]; onHand: number }) {
  const { today } = useStore();
  const whole = Math.max(onHand, ...months, 1);
  return (
    <span className="inline-flex gap-[3px] align-middle">
      {months.map((quantity, index) => {
        const month = monthName(today, index);
        const strength = quantity <= 0 ? 0 : 0.2 + 0.8 * (quantity / whole);
        const title = quantity > 0 ? t('stock.month.some', { month, quantity }) : `${month}: ${t('stock.month.none')}`;
        return (
          <i
            key={month}
            title={title}
            className="inline-block size-[13px] rounded-[3px]"
            style={{
              background:
                strength === 0
                  ? 'var(--line)'
                  : `color-mix(in srgb, var(--warn) ${Math.round(strength * 100)}%, var(--line))`,
            }}
          />
        );
      })}
    </span>
  );
}

function monthName(today: string, ahead: number): string {
  const [year, month] = today.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + ahead, 1)).toLocaleDateString(undefined, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
