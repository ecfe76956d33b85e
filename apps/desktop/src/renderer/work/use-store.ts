import { type DateOrder, dateOf, formatDate, formatDay, formatMoney, formatTime } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../client.ts';
import { locale } from '../text/t.ts';
import { useNowMs } from './clock.ts';

/** What the screens need to know of the store: its day, its zone, its money, its order of day and month. */
export function useStore() {
  const { data: profile } = useQuery({ ...api.store.profile.queryOptions(), staleTime: 300_000 });
  const nowMs = useNowMs();
  const timeZone = profile?.timeZone;
  const isIndia = profile?.jurisdiction.startsWith('ind_') ?? false;
  const today = dateOf(new Date(nowMs).toISOString(), timeZone);
  const dateOrder: DateOrder = isIndia ? 'day-first' : 'month-first';
  return {
    profile,
    nowMs,
    today,
    timeZone,
    dateOrder,
    isIndia,
    money: (cents: number) => formatMoney(cents, isIndia ? '₹' : '$'),
    time: (at: string) => formatTime(at, { locale: locale(), timeZone }),
    date: (date: string | null | undefined) => (date ? formatDate(date.slice(0, 10), locale()) : ''),
    /** `12 Apr`, with the year only when it is another one. */
    day: (date: string | null | undefined) => (date ? formatDay(date.slice(0, 10), today, locale()) : ''),
    /** An instant: the time today, the day and time otherwise. */
    moment: (at: string) => {
      const day = dateOf(at, timeZone);
      const time = formatTime(at, { locale: locale(), timeZone });
      return day === today ? time : `${formatDay(day, today, locale())} ${time}`;
    },
    /** The day of an instant in the store's zone. */
    dayOf: (at: string) => formatDay(dateOf(at, timeZone), today, locale()),
  };
}

export type Store = ReturnType<typeof useStore>;
