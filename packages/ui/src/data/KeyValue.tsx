import { Fragment, type ReactNode } from 'react';

export type KeyValueRow = readonly [term: string, value: ReactNode];

/** Terms and values; rows without a value are left out, so that callers need no conditions. */
export function KeyValue({ rows, isLarge }: { rows: readonly (KeyValueRow | null | false)[]; isLarge?: boolean }) {
  return (
    <dl className={isLarge ? 'kv kv-large' : 'kv'}>
      {rows.map((row) => {
        if (!row || row[1] === null || row[1] === undefined || row[1] === '') return null;
        return (
          <Fragment key={row[0]}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </Fragment>
        );
      })}
    </dl>
  );
}
