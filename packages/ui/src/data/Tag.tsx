import type { ReactNode } from 'react';

/** Colour only for meaning: late, warn (blocked), ctrl (controlled), clash (conflict), ok, info. */
export type Tone = 'plain' | 'late' | 'warn' | 'ctrl' | 'clash' | 'ok' | 'info' | 'go';

export function Tag({ tone = 'plain', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`tag tag-${tone}`} title={title}>
      {children}
    </span>
  );
}

export function Dot({ tone = 'ok' }: { tone?: 'ok' | 'warn' | 'late' | 'idle' }) {
  return <span className={`dot dot-${tone}`} aria-hidden="true" />;
}

/** Two letters of a person; the name stands beside it. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className="avatar" aria-hidden="true">
      {initials(name)}
    </span>
  );
}

export function initials(name: string): string {
  const words = name
    .replace(/,.*$/, '')
    .split(/[\s.]+/)
    .filter(Boolean);
  const first = words[0]?.[0] ?? '';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}
