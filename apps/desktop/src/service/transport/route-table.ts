import type { AnyContractRouter } from '@orpc/contract';

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
}

/** The endpoints' methods and paths, to tell an unknown address from a known one with another method. */
export class RouteTable {
  readonly #routes: readonly Route[];

  constructor(contract: Record<string, AnyContractRouter>) {
    this.#routes = Object.values(contract).flatMap((module) =>
      Object.values(module as Record<string, { '~orpc': { route: { method?: string; path?: string } } }>).map(
        ({ '~orpc': { route } }) => ({ method: route.method ?? 'POST', segments: segmentsOf(route.path ?? '/') }),
      ),
    );
  }

  /** Methods this path takes; empty when there is no such path. `path` is relative to the API's root. */
  methodsOf(path: string): string[] {
    const segments = segmentsOf(path);
    const methods = this.#routes
      .filter((route) => matches(route.segments, segments))
      .map((route) => route.method)
      .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return [...new Set(methods)].sort();
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => part.startsWith('{') || part === segments[index])
  );
}
