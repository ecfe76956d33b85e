import { useState } from 'react';
import { type DateOrder, formatDate, parseDate, typedDate } from '../format/date.ts';
import { useText } from '../text/TextProvider.tsx';
import { TextField, type TextFieldProps } from './TextField.tsx';

export interface DateFieldProps extends Omit<TextFieldProps, 'value' | 'onChange' | 'type' | 'rows' | 'maxLength'> {
  /** `yyyy-mm-dd`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly today: string;
  readonly order?: DateOrder;
  readonly pastOnly?: boolean;
  readonly min?: string;
  readonly max?: string;
}

/** A date typed in any common way; what was understood stands beneath it with the month as a word. */
export function DateField({ value, onChange, today, order, pastOnly, min, max, ...rest }: DateFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value ? typedDate(value, order) : '');
  const date = parseDate(shown, { today, order, pastOnly });
  const latest = max ?? (pastOnly ? today : undefined);

  function problem(): string | null {
    if (shown.trim() === '') return null;
    if (!date) return typed !== null && shown.length < 6 ? null : t('ui.date.invalid', { example: example() });
    if (min && date < min) return t('ui.date.min', { min: formatDate(min, t.locale) });
    if (latest && date > latest) return t('ui.date.max', { max: formatDate(latest, t.locale) });
    return null;
  }
  function example(): string {
    return order === 'day-first' ? '31/12/1961' : '12/31/1961';
  }

  return (
    <TextField
      {...rest}
      value={shown}
      placeholder={rest.placeholder ?? (order === 'day-first' ? 'dd/mm/yyyy' : 'mm/dd/yyyy')}
      onChange={(text) => {
        setTyped(text);
        onChange(parseDate(text, { today, order, pastOnly }) ?? '');
      }}
      onBlur={() => {
        if (date) setTyped(null);
        rest.onBlur?.();
      }}
      error={rest.error ?? problem()}
      hint={date && typed !== null ? (rest.hint ?? formatDate(date, t.locale)) : rest.hint}
    />
  );
}
