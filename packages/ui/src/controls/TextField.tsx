import type { HTMLInputAutoCompleteAttribute, ReactNode, Ref } from 'react';
import { TextField as AriaTextField, Input, TextArea } from 'react-aria-components';
import { FieldFoot, FieldLabel, type FieldTexts } from './Field.tsx';

export interface TextFieldProps extends FieldTexts {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly onEnter?: () => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password' | 'tel' | 'email' | 'search';
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  readonly isReadOnly?: boolean;
  readonly isMono?: boolean;
  readonly isLarge?: boolean;
  /** More than one line. */
  readonly rows?: number;
  readonly maxLength?: number;
  readonly name?: string;
  /** Inside the box, before and after the text. */
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  /** A scan into this field stays in it as text, instead of going to the screen. */
  readonly keepsScan?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, onEnter, rows } = props;
  const inputClass = props.isMono ? 'field-input mono' : 'field-input';
  return (
    <AriaTextField
      className={props.isLarge ? 'field field-large' : 'field'}
      value={value}
      onChange={onChange}
      onBlur={props.onBlur}
      type={props.type ?? 'text'}
      name={props.name}
      inputMode={props.inputMode}
      autoComplete={props.autoComplete ?? 'off'}
      autoFocus={props.autoFocus}
      isDisabled={props.isDisabled}
      isReadOnly={props.isReadOnly}
      isInvalid={Boolean(props.error)}
      isRequired={props.isRequired}
      maxLength={props.maxLength}
      spellCheck="false"
      validationBehavior="aria"
      data-scan={props.keepsScan ? 'text' : undefined}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onEnter && !event.ctrlKey && !rows) {
          event.preventDefault();
          onEnter();
        } else event.continuePropagation();
      }}
    >
      <FieldLabel {...props} />
      <div className="field-box">
        {props.before}
        {rows ? (
          <TextArea className={inputClass} rows={rows} placeholder={props.placeholder} />
        ) : (
          <Input className={inputClass} ref={props.ref} placeholder={props.placeholder} />
        )}
        {props.after ? <span className="field-side">{props.after}</span> : null}
      </div>
      <FieldFoot hint={props.hint} error={props.error} />
    </AriaTextField>
  );
}
