import { useState } from 'react';
import { formatScaled, parseScaled } from '../format/number.ts';
import { useText } from '../text/TextProvider.tsx';
import { TextField, type TextFieldProps } from './TextField.tsx';

export interface NumberFieldProps
  extends Omit<TextFieldProps, 'value' | 'onChange' | 'type' | 'inputMode' | 'rows' | 'maxLength'> {
  /** Scaled integer: cents when `scale` is 2, thousandths when it is 3, the number itself when it is 0. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly scale?: 0 | 2 | 3;
  readonly min?: number;
  readonly max?: number;
  readonly decimalsMin?: number;
}

/**
 * A decimal that never passes through a float. What was typed stays as typed until the field is left; a text that is
 * no number stays too, with the reason beneath it, and counts as no value.
 */
export function NumberField({ value, onChange, scale = 0, min, max, decimalsMin, ...rest }: NumberFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const write = (n: number) => formatScaled(n, scale, { decimalsMin, group: false });
  const shown = typed ?? (value === null ? '' : write(value));
  const parsed = parseScaled(shown, scale);

  function problem(): string | null {
    if (!parsed.ok) {
      if (parsed.reason === 'empty') return null;
      if (parsed.reason === 'too-many-decimals') return t('ui.number.decimals', { count: scale });
      return t('ui.number.invalid', { example: write(scale === 0 ? 30 : 12 * 10 ** scale) });
    }
    if (min !== undefined && parsed.value < min) return t('ui.number.min', { min: write(min) });
    if (max !== undefined && parsed.value > max) return t('ui.number.max', { max: write(max) });
    return null;
  }

  function change(text: string) {
    setTyped(text);
    const next = parseScaled(text, scale);
    onChange(next.ok ? next.value : null);
  }

  return (
    <TextField
      {...rest}
      value={shown}
      onChange={change}
      inputMode={scale === 0 ? 'numeric' : 'decimal'}
      error={rest.error ?? problem()}
      onBlur={() => {
        if (parsed.ok) setTyped(null);
        rest.onBlur?.();
      }}
    />
  );
}
