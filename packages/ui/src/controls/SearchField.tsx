import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import { TextField as AriaTextField, Input } from 'react-aria-components';
import { useText } from '../text/TextProvider.tsx';
import { FieldFoot, FieldLabel, type FieldTexts } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { useListCursor } from './use-list-cursor.ts';

export interface SearchFieldProps<Item> extends FieldTexts {
  /** What is typed; the caller searches for it and hands the findings back in `items`. */
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  readonly renderItem: (item: Item) => ReactNode;
  readonly isItemDisabled?: (item: Item) => boolean;
  readonly onPick: (item: Item) => void;
  readonly isLoading?: boolean;
  /** Fewer letters than this find nothing; says so instead of "nothing found". */
  readonly lettersMin?: number;
  /** A last row that does something else with the text, e.g. add a new record. */
  readonly extra?: { readonly label: string; readonly onPick: () => void };
  /** Enter on an empty list, e.g. to take the text as it is. */
  readonly onEnterText?: () => void;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  readonly keepsScan?: boolean;
  readonly after?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

const extraKey = '\u0000extra';

/**
 * Search as you type, all from the keyboard: the first finding is chosen already, Enter or Tab takes it, arrows move,
 * Escape closes the list and keeps the text. Nothing typed is ever replaced by the list.
 */
export function SearchField<Item>(props: SearchFieldProps<Item>) {
  const { query, items, itemKey, lettersMin = 1, extra } = props;
  const t = useText();
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const listRef = useRef<HTMLDivElement>(null);
  /** The key that was pressed before the findings for what is typed were here. */
  const [awaited, setAwaited] = useState<'Enter' | 'Tab' | null>(null);
  const enough = query.trim().length >= lettersMin;
  const keys = enough ? items.map(itemKey) : [];
  if (extra && enough && !props.isLoading) keys.push(extraKey);
  const cursor = useListCursor(keys, { startAtFirst: true });
  const isShown = isOpen && query.trim() !== '';
  /** What is shown was found for an earlier text: nothing of it is taken unless somebody moved to it. */
  const isStale = Boolean(props.isLoading) && enough && !cursor.isChosen;
  const first = keys[0];
  useEffect(() => {
    if (awaited === null || isStale) return;
    setAwaited(null);
    if (first !== undefined && !(awaited === 'Tab' && first === extraKey)) pick(first);
  });

  useEffect(() => {
    listRef.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });

  function close() {
    setOpen(false);
    setAwaited(null);
  }

  function pick(key: string | null): boolean {
    if (key === null) return false;
    if (key === extraKey) extra?.onPick();
    else {
      const item = items.find((candidate) => itemKey(candidate) === key);
      if (!item || props.isItemDisabled?.(item)) return false;
      props.onPick(item);
    }
    setOpen(false);
    cursor.setKey(null);
    return true;
  }

  function onKeyDown(event: { key: string; preventDefault(): void; continuePropagation(): void }) {
    const { key } = event;
    if (isShown && cursor.onKey(key)) event.preventDefault();
    else if (isShown && key === 'Escape') close();
    else if (key === 'Enter' && isShown && isStale) {
      event.preventDefault();
      setAwaited('Enter');
    } else if (key === 'Enter' && isShown && pick(cursor.key)) event.preventDefault();
    else if (key === 'Enter' && props.onEnterText) {
      event.preventDefault();
      props.onEnterText();
    } else if (key === 'ArrowDown' && !isShown) setOpen(true);
    else {
      if (key === 'Tab' && isShown && isStale) setAwaited('Tab');
      else if (key === 'Tab' && isShown && cursor.key !== extraKey) pick(cursor.key);
      event.continuePropagation();
    }
  }

  return (
    <AriaTextField
      className="field"
      value={query}
      onChange={(text) => {
        props.onQuery(text);
        cursor.setKey(null);
        setAwaited(null);
        setOpen(true);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => setOpen(false)}
      isInvalid={Boolean(props.error)}
      isDisabled={props.isDisabled}
      autoFocus={props.autoFocus}
      autoComplete="off"
      spellCheck="false"
      data-scan={props.keepsScan ? 'text' : undefined}
    >
      <FieldLabel {...props} />
      <div className="field-box">
        <Icon name="search" className="faint" />
        <Input
          ref={props.ref}
          className="field-input"
          placeholder={props.placeholder}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isShown}
          aria-controls={isShown ? listId : undefined}
          aria-activedescendant={isShown && cursor.index >= 0 ? `${listId}-${cursor.index}` : undefined}
        />
        {props.isLoading ? <span className="spin faint" aria-hidden="true" /> : null}
        {props.after ? <span className="field-side">{props.after}</span> : null}
        {isShown ? (
          <div className="find-pop">
            <div className="find-list" id={listId} role="listbox" aria-label={props.label} ref={listRef}>
              {enough
                ? items.map((item, index) => (
                    <Row
                      key={itemKey(item)}
                      id={`${listId}-${index}`}
                      isCurrent={cursor.index === index}
                      isDisabled={props.isItemDisabled?.(item)}
                      onPick={() => pick(itemKey(item))}
                    >
                      {props.renderItem(item)}
                    </Row>
                  ))
                : null}
              {keys.at(-1) === extraKey && extra ? (
                <Row
                  id={`${listId}-${keys.length - 1}`}
                  isCurrent={cursor.key === extraKey}
                  onPick={() => pick(extraKey)}
                >
                  <Icon name="plus" />
                  {extra.label}
                </Row>
              ) : null}
            </div>
            <div className="find-note" role="status" hidden={enough && (items.length > 0 || props.isLoading)}>
              {enough ? t('ui.find.none', { query }) : t('ui.find.more', { count: lettersMin })}
            </div>
          </div>
        ) : null}
      </div>
      <FieldFoot hint={props.hint} error={props.error} />
    </AriaTextField>
  );
}

function Row(props: {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly isDisabled?: boolean;
  readonly onPick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={props.isCurrent}
      aria-disabled={props.isDisabled}
      className="find-item"
      onPointerDown={(event) => {
        event.preventDefault();
        props.onPick();
      }}
    >
      {props.children}
    </div>
  );
}
