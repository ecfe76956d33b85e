import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  RadioGroup as AriaRadioGroup,
  Radio,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import { FieldFoot, FieldLabel, type FieldTexts } from './Field.tsx';

export interface CheckboxProps {
  readonly children: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly isIndeterminate?: boolean;
  readonly autoFocus?: boolean;
}

export function Checkbox({ children, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox className="check" {...props}>
      <span className="check-mark" aria-hidden="true">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={props.isIndeterminate ? 'M3 8h10' : 'M3 8.5l3 3 7-7'} />
        </svg>
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}

export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
  readonly isDisabled?: boolean;
}

export interface RadioGroupProps<V extends string> extends FieldTexts {
  readonly options: readonly Option<V>[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly isDisabled?: boolean;
}

export function RadioGroup<V extends string>(props: RadioGroupProps<V>) {
  return (
    <AriaRadioGroup
      className="field"
      value={props.value}
      onChange={(value) => props.onChange(value as V)}
      isInvalid={Boolean(props.error)}
      isDisabled={props.isDisabled}
      orientation="horizontal"
    >
      <FieldLabel {...props} />
      <div className="radio-row">
        {props.options.map((option) => (
          <Radio key={option.value} value={option.value} isDisabled={option.isDisabled} className="check">
            <span className="check-mark radio-mark" aria-hidden="true" />
            <span>
              {option.label}
              {option.hint ? <span className="faint"> {option.hint}</span> : null}
            </span>
          </Radio>
        ))}
      </div>
      <FieldFoot hint={props.hint} error={props.error} />
    </AriaRadioGroup>
  );
}

/** Two to five choices side by side, one of them chosen. */
export function Segments<V extends string>(props: {
  readonly 'aria-label': string;
  readonly options: readonly Option<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}) {
  return (
    <ToggleButtonGroup
      className="seg"
      aria-label={props['aria-label']}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        if (key !== undefined) props.onChange(key as V);
      }}
    >
      {props.options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className="seg-item" isDisabled={option.isDisabled}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
