import { Dialog, Icon, Kbd, useListCursor } from '@apotheca/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { t } from '../../text/t.ts';
import { type Finding, useFindings } from './use-findings.tsx';

/** Ctrl K: one field that reaches every patient, prescription, drug and action. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const { groups, isSearching } = useFindings(text);
  const all = groups.flatMap((group) => group.items);
  const cursor = useListCursor(
    all.map((item) => item.key),
    { startAtFirst: true },
  );
  /** Enter came before the findings for what is typed: it waits for them and takes nothing found for less. */
  const [isAwaited, setAwaited] = useState(false);
  const isStale = isSearching && !cursor.isChosen;
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
  useEffect(() => {
    if (!isAwaited || isStale) return;
    setAwaited(false);
    open(all[cursor.index]);
  });

  function open(item: Finding | undefined) {
    if (!item) return;
    onClose();
    void navigate(item.path);
  }

  return (
    <Dialog title={t('palette.title')} isOpen onClose={onClose} size="palette" isTitleHidden>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon name="search" className="faint" />
        <input
          autoFocus
          className="field-input !h-12 text-[0.9375rem]"
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={cursor.index >= 0 ? `palette-${cursor.index}` : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            cursor.setKey(null);
            setAwaited(false);
          }}
          onKeyDown={(event) => {
            if (cursor.onKey(event.key)) event.preventDefault();
            if (event.key === 'Enter') {
              event.preventDefault();
              if (isStale) setAwaited(true);
              else open(all[cursor.index]);
            }
          }}
        />
        {isSearching ? <span className="spin faint" aria-hidden="true" /> : null}
      </div>
      <div
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={t('palette.title')}
        className="max-h-[26rem] overflow-auto p-1.5"
      >
        {groups.map((group) => (
          <Group key={group.label} label={group.label}>
            {group.items.map((item) => {
              const index = all.indexOf(item);
              return (
                <div
                  key={item.key}
                  id={`palette-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === cursor.index}
                  className="find-item"
                  onPointerDown={(event) => {
                    event.preventDefault();
                    open(item);
                  }}
                >
                  <Icon name={item.icon} className="faint" />
                  <span className="min-w-0 flex-1 truncate">{item.title}</span>
                  <span className="faint">{item.detail}</span>
                  {item.keys ? <Kbd keys={item.keys} /> : null}
                </div>
              );
            })}
          </Group>
        ))}
        {all.length === 0 && text.trim() !== '' && !isSearching ? (
          <div className="find-note">{t('palette.none')}</div>
        ) : null}
      </div>
    </Dialog>
  );
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="mb-1">
      <div className="cap px-2 py-1">{label}</div>
      {children}
    </div>
  );
}
