import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from '../controls/Button.tsx';
import { Icon } from '../controls/Icon.tsx';
import { useKeyboard } from '../keyboard/KeyboardProvider.tsx';
import { ShortcutScope } from '../keyboard/use-shortcut.ts';
import { useText } from '../text/TextProvider.tsx';
import { DialogQueue } from './dialog-queue.ts';

const queue = new DialogQueue();

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot; the one that goes on stands last. */
  readonly footer?: ReactNode;
  readonly size?: 'normal' | 'wide' | 'palette';
  /** Hides the title from sight (it stays the dialog's name). */
  readonly isTitleHidden?: boolean;
  /** A click beside it or Escape does not close it: for what must be answered or would be lost. */
  readonly isFirm?: boolean;
}

export function Dialog(props: DialogProps) {
  const isFirst = useTurn(props.isOpen);
  const t = useText();
  const { registry } = useKeyboard();
  const isShown = props.isOpen && isFirst;
  useEffect(() => (isShown ? registry.openDialog() : undefined), [isShown, registry]);
  const size = props.size && props.size !== 'normal' ? ` dialog-${props.size}` : '';
  return (
    <ModalOverlay
      className="scrim"
      isOpen={isShown}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      isDismissable={!props.isFirm}
      isKeyboardDismissDisabled={props.isFirm}
    >
      <Modal className={`dialog-frame${size}`}>
        <ShortcutScope value="dialog">
          <AriaDialog className="dialog">
            <div className={props.isTitleHidden ? 'visually-hidden' : 'dialog-head'}>
              <Heading slot="title" level={2}>
                {props.title}
              </Heading>
              {props.isFirm || props.isTitleHidden ? null : (
                <Button tone="quiet" isIconOnly aria-label={t('ui.close')} onPress={props.onClose}>
                  <Icon name="close" />
                </Button>
              )}
            </div>
            <div className={props.size === 'palette' ? 'dialog-palette-body' : 'dialog-body'}>{props.children}</div>
            {props.footer ? <div className="dialog-foot">{props.footer}</div> : null}
          </AriaDialog>
        </ShortcutScope>
      </Modal>
    </ModalOverlay>
  );
}

function useTurn(isOpen: boolean): boolean {
  const [self] = useState(() => Symbol('dialog'));
  useEffect(() => (isOpen ? queue.enter(self) : undefined), [isOpen, self]);
  const current = useSyncExternalStore(queue.subscribe, () => queue.current);
  return current === self;
}
