import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';

export interface TabItem<V extends string> {
  readonly id: V;
  readonly label: string;
  readonly count?: number;
}

export interface TabsProps<V extends string> {
  readonly 'aria-label': string;
  readonly items: readonly TabItem<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  /** The panel of the chosen tab. */
  readonly children?: ReactNode;
  readonly className?: string;
}

export function Tabs<V extends string>(props: TabsProps<V>) {
  return (
    <AriaTabs
      selectedKey={props.value}
      onSelectionChange={(key) => props.onChange(key as V)}
      className={props.className}
      keyboardActivation="automatic"
    >
      <TabList className="tabs" aria-label={props['aria-label']}>
        {props.items.map((item) => (
          <Tab key={item.id} id={item.id} className="tab">
            {item.label}
            {item.count === undefined ? null : <em>{item.count}</em>}
          </Tab>
        ))}
      </TabList>
      {props.items.map((item) => (
        <TabPanel key={item.id} id={item.id} className={props.children ? 'tab-panel' : 'visually-hidden'}>
          {props.children}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
