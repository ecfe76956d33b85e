/** GS1 dates: YYMMDD, day 00 for the last of the month, a sliding century (fact sheet section 8). */

/** `yyyy-mm-dd`, or undefined where there is no such day. `today` decides the century. */
export function readGs1Date(value: string, today: string): string | undefined {
  if (!/^\d{6}$/.test(value)) return undefined;
  const [yy, month, day] = [Number(value.slice(0, 2)), Number(value.slice(2, 4)), Number(value.slice(4))];
  if (month < 1 || month > 12) return undefined;
  const year = centuryFor(yy, Number(today.slice(0, 4))) + yy;
  const last = daysInMonth(year, month);
  if (day > last) return undefined;
  return [String(year), two(month), two(day === 0 ? last : day)].join('-');
}

/** GS1 General Specifications 7.12: 51 or more years ahead is the century before, 50 or more behind the next. */
function centuryFor(yy: number, currentYear: number): number {
  const century = currentYear - (currentYear % 100);
  const ahead = yy - (currentYear % 100);
  if (ahead >= 51) return century - 100;
  if (ahead <= -50) return century + 100;
  return century;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
