import type { AnyContractProcedure, AnyContractRouter } from '@orpc/contract';
import { takesFiles } from './takes-files.ts';

/** One endpoint as the transport sees it before its body is read. */
export interface Route {
  /** `module.endpoint`. */
  readonly name: string;
  readonly procedure: AnyContractProcedure;
  readonly method: string;
  readonly segments: readonly string[];
  readonly takesFiles: boolean;
}

/** The endpoints' methods and paths, to know what is asked for before the body is read. */
export class RouteTable {
  readonly #routes: readonly Route[];

  constructor(contract: Record<string, AnyContractRouter>) {
    this.#routes = Object.entries(contract).flatMap(([module, endpoints]) =>
      Object.entries(endpoints as Record<string, AnyContractProcedure>).map(([endpoint, procedure]) => {
        const { route, inputSchema } = procedure['~orpc'];
        return {
          name: `${module}.${endpoint}`,
          procedure,
          method: route.method ?? 'POST',
          segments: segmentsOf(route.path ?? '/'),
          takesFiles: takesFiles(inputSchema),
        };
      }),
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

  /** The endpoint that answers; of two that fit, the one that names the earlier segment in full. */
  find(method: string, path: string): Route | undefined {
    const segments = segmentsOf(path);
    return this.#routes
      .filter((route) => route.method === method && matches(route.segments, segments))
      .sort((a, b) => (variablesOf(a) < variablesOf(b) ? -1 : 1))[0];
  }
}

/** One letter a segment, such that the order of texts is the order of preference. */
function variablesOf(route: Route): string {
  return route.segments.map((part) => (part.startsWith('{') ? 'v' : 'n')).join('');
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
