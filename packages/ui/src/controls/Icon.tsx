const paths = {
  queue: 'M2 4h12M2 8h12M2 12h8',
  intake: 'M3 2h7l3 3v9H3z',
  verify: 'M3 8l3 3 7-7',
  bag: 'M2 5h12v9H2zM5 5V3h6v2',
  till: 'M2 3h12v8H2zM5 14h6',
  person: 'M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2 14c1-3 3-4 6-4s5 1 6 4',
  capsule: 'M4 12L12 4M3 8a3.5 3.5 0 0 1 5-5l5 5a3.5 3.5 0 0 1-5 5z',
  bottle: 'M5 2h6v3H5zM4.5 5h7l1 2v7h-9V7zM3.500 8.500h9M3.500 11.500h9',
  box: 'M2 6l6-3 6 3v6l-6 3-6-3z',
  shield: 'M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4z',
  phone: 'M3 3c0 6 4 10 10 10l-1-3-3 1-4-4 1-3z',
  warning: 'M8 2l6 11H2zM8 6v3.5M8 11.4v.1',
  bars: 'M2 14V9M6 14V4M10 14V7M14 14V2',
  page: 'M3 2h10v12H3zM5 5h6M5 8h6',
  gear: 'M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M12.2 3.8l-1.4 1.4M5.2 10.8l-1.4 1.4',
  search: 'M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2zM11 11l3.5 3.5',
  check: 'M3 8.5l3 3 7-7',
  minus: 'M3 8h10',
  plus: 'M8 3v10M3 8h10',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  down: 'M3.5 6l4.5 4.5L12.5 6',
  right: 'M6 3.5l4.5 4.5L6 12.5',
  image: 'M2 3h12v10H2zM2 11l4-4 3 3 2-2 3 3M11 6.2v.1',
  print: 'M4 6V2h8v4M4 11H2V6h12v5h-2M4 9h8v5H4z',
  lock: 'M3 7h10v7H3zM5 7V5a3 3 0 0 1 6 0v2',
  key: 'M5.5 7a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM8 8l6-6M11 5l2 2',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 5v3.5l2 1.5',
  rotate: 'M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3',
  list: 'M5 4h9M5 8h9M5 12h9M2 4h.1M2 8h.1M2 12h.1',
  link: 'M6.5 9.5l3-3M7 4.5L8.5 3a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5L7.500 13A3.2 3.2 0 0 1 3 8.500L4.500 7',
} as const;

export type IconName = keyof typeof paths;

/** Decorative: the words beside it carry the meaning. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={className ? `icon ${className}` : 'icon'} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
