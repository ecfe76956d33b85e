import { useId, useState } from 'react';
import { useText } from '../text/TextProvider.tsx';

export interface CodeInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Called once when the last digit is in. */
  readonly onComplete?: (value: string) => void;
  readonly length?: number;
  readonly label?: string;
  readonly error?: string | null;
  readonly isSecret?: boolean;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
}

/** Digits of a one-time code or a PIN: one real input under drawn cells, so paste and autofill work. */
export function CodeInput(props: CodeInputProps) {
  const t = useText();
  const id = useId();
  const [hasFocus, setFocus] = useState(false);
  const length = props.length ?? 6;
  const cells = Array.from({ length }, (_, index) => ({ index, digit: props.value[index] ?? '' }));

  function change(text: string) {
    const digits = text.replace(/\D/g, '').slice(0, length);
    props.onChange(digits);
    if (digits.length === length && digits !== props.value) props.onComplete?.(digits);
  }

  return (
    <div>
      <div className="code-cells" data-invalid={props.error ? true : undefined}>
        {cells.map(({ index, digit }) => (
          <span
            key={index}
            className="code-cell"
            aria-hidden="true"
            data-current={hasFocus && index === Math.min(props.value.length, length - 1) ? true : undefined}
          >
            {digit && props.isSecret ? '•' : digit}
          </span>
        ))}
        <input
          value={props.value}
          onChange={(event) => change(event.target.value)}
          onFocus={() => setFocus(true)}
          onBlur={() => setFocus(false)}
          // biome-ignore lint/a11y/noAutofocus: the one field of a step that asks for a code
          autoFocus={props.autoFocus}
          type={props.isSecret ? 'password' : 'text'}
          inputMode="numeric"
          autoComplete={props.isSecret ? 'off' : 'one-time-code'}
          disabled={props.isDisabled}
          maxLength={length}
          aria-label={props.label ?? t('ui.code.label', { count: length })}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={props.error ? `${id}-error` : undefined}
        />
      </div>
      {props.error ? (
        <div id={`${id}-error`} className="field-error" role="alert">
          {props.error}
        </div>
      ) : null}
    </div>
  );
}
