import type { ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover, Pressable } from 'react-aria-components';
import { Kbd } from '../controls/Kbd.tsx';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  readonly keys?: string;
  readonly isDisabled?: boolean;
  readonly isDanger?: boolean;
}

/** A button that opens a list of actions. `children` is the button's content. */
export function MenuButton(props: {
  children: ReactNode;
  label: string;
  actions: readonly MenuAction[];
  isQuiet?: boolean;
}) {
  return (
    <MenuTrigger>
      <Pressable>
        <button type="button" className={props.isQuiet ? 'btn btn-quiet' : 'btn'} aria-label={props.label}>
          {props.children}
        </button>
      </Pressable>
      <Popover className="pop" placement="bottom end" offset={4}>
        <Menu className="pop-list" aria-label={props.label}>
          {props.actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              className={action.isDanger ? 'pop-item ink-late' : 'pop-item'}
              isDisabled={action.isDisabled}
              onAction={action.run}
            >
              <span>{action.label}</span>
              {action.keys ? <Kbd keys={action.keys} /> : null}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
