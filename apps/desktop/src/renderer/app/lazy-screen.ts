import type { ComponentType } from 'react';

/** A route's `lazy`: the module is fetched when the address is first opened. */
export function screen<N extends string>(load: () => Promise<Record<N, ComponentType>>, name: N) {
  return async () => ({ Component: (await load())[name] });
}
