import type { ReactNode } from 'react';
import { Icon, type IconName } from '../controls/Icon.tsx';
import { useText } from '../text/TextProvider.tsx';

export interface RailItem {
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly icon: IconName;
  readonly isCurrent: boolean;
  readonly count?: number;
  /** The count wants attention. */
  readonly isHot?: boolean;
}

export interface RailGroup {
  readonly label: string | null;
  readonly items: readonly RailItem[];
}

export interface RailProps {
  readonly brand: string;
  readonly groups: readonly RailGroup[];
  readonly foot?: ReactNode;
  readonly 'aria-label': string;
}

export function Rail(props: RailProps) {
  return (
    <nav className="rail" aria-label={props['aria-label']}>
      <div className="brand">
        <span className="brand-mark" aria-hidden="true">
          {props.brand[0]}
        </span>
        <span className="rail-label">{props.brand}</span>
      </div>
      {props.groups.map((group) => (
        <div key={group.label ?? ''} className="contents">
          {group.label ? <div className="cap rail-head">{group.label}</div> : null}
          {group.items.map((item) => (
            <RailLink key={item.id} item={item} />
          ))}
        </div>
      ))}
      {props.foot ? <div className="rail-foot">{props.foot}</div> : null}
    </nav>
  );
}

function RailLink({ item }: { item: RailItem }) {
  return (
    <a className="rail-item" href={item.href} aria-current={item.isCurrent ? 'page' : undefined} title={item.label}>
      <Icon name={item.icon} />
      <span className="rail-label">{item.label}</span>
      {item.count ? (
        <span className="rail-count" data-hot={item.isHot || undefined}>
          {item.count}
        </span>
      ) : null}
    </a>
  );
}

export interface ShellProps {
  readonly rail: ReactNode;
  readonly top: ReactNode;
  readonly children: ReactNode;
  /** Icons only: for screens that need the width. */
  readonly isNarrow?: boolean;
}

export function Shell({ rail, top, children, isNarrow }: ShellProps) {
  const t = useText();
  return (
    <div className="app" data-rail={isNarrow ? 'narrow' : 'wide'}>
      <button type="button" className="btn skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('ui.skip')}
      </button>
      {rail}
      <header className="top">{top}</header>
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
