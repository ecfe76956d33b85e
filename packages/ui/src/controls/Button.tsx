import type { ReactNode, Ref } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { type ShortcutOptions, useShortcut } from '../keyboard/use-shortcut.ts';
import { Kbd } from './Kbd.tsx';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  /** The key that presses it, shown on it; works wherever the button is on the screen. */
  readonly keys?: string;
  readonly keyOptions?: ShortcutOptions;
  /** What the key does, for the help; the text of the button when left out. */
  readonly keyLabel?: string;
  readonly tone?: 'plain' | 'go' | 'no' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large';
  /** Fills the row, text left and key right. */
  readonly isWide?: boolean;
  readonly isIconOnly?: boolean;
  readonly isDisabled?: boolean;
  /** Shows it works and ignores further presses, but keeps its place and the focus. */
  readonly isBusy?: boolean;
  readonly type?: 'button' | 'submit';
  readonly autoFocus?: boolean;
  readonly 'aria-label'?: string;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { children, onPress, keys, tone = 'plain', size = 'normal', isDisabled = false, isBusy = false } = props;
  const label = props.keyLabel ?? props['aria-label'] ?? (typeof children === 'string' ? children : '');
  useShortcut(onPress ? keys : undefined, label, () => onPress?.(), {
    ...props.keyOptions,
    isDisabled: isDisabled || isBusy || props.keyOptions?.isDisabled,
  });
  const names = ['btn', `btn-${tone}`, `btn-${size}`];
  if (props.isWide) names.push('btn-wide');
  if (props.isIconOnly) names.push('btn-icon');
  if (props.className) names.push(props.className);
  return (
    <AriaButton
      ref={props.ref}
      className={names.join(' ')}
      onPress={onPress}
      isDisabled={isDisabled}
      isPending={isBusy}
      type={props.type ?? 'button'}
      autoFocus={props.autoFocus}
      aria-label={props['aria-label']}
      aria-keyshortcuts={keys?.replaceAll('Ctrl', 'Control')}
    >
      {isBusy ? <span className="spin" aria-hidden="true" /> : null}
      {children}
      {keys ? <Kbd keys={keys} /> : null}
    </AriaButton>
  );
}
