import { Select as AriaSelect, Button, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components';
import type { Option } from './Choice.tsx';
import { FieldFoot, FieldLabel, type FieldTexts } from './Field.tsx';
import { Icon } from './Icon.tsx';

export interface SelectProps<V extends string> extends FieldTexts {
  readonly options: readonly Option<V>[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
}

/** A short fixed list; letters jump to an option without opening it. */
export function Select<V extends string>(props: SelectProps<V>) {
  return (
    <AriaSelect
      className="field"
      value={props.value}
      onChange={(key) => {
        if (key !== null) props.onChange(key as V);
      }}
      placeholder={props.placeholder ?? ' '}
      isInvalid={Boolean(props.error)}
      isDisabled={props.isDisabled}
      autoFocus={props.autoFocus}
    >
      <FieldLabel {...props} />
      <Button className="btn select-button">
        <SelectValue className="truncate">
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <Icon name="down" />
      </Button>
      <FieldFoot hint={props.hint} error={props.error} />
      <Popover className="pop" offset={4}>
        <ListBox className="pop-list">
          {props.options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              isDisabled={option.isDisabled}
              className="pop-item"
            >
              <span>{option.label}</span>
              {option.hint ? <span className="faint">{option.hint}</span> : null}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
