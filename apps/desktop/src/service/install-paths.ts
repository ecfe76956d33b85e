import { fileURLToPath } from 'node:url';

/** Whether this runs from source (Node's type stripping) or from the bundle in `dist`. */
const isBundled = !import.meta.url.endsWith('.ts');
const here = import.meta.url;
const serviceRoot = isBundled
  ? new URL('./', here.slice(0, here.lastIndexOf('/dist/service/') + '/dist/service/'.length))
  : new URL('./', here);

/** A worker by its path from this folder without suffix: `backup/vacuum` is `backup/vacuum.worker.ts`. */
export function workerUrl(name: string): URL {
  return isBundled ? new URL(`workers/${name}.worker.mjs`, serviceRoot) : new URL(`${name}.worker.ts`, serviceRoot);
}

/** The built renderer: `apps/desktop/dist/renderer`. */
export function rendererDir(): string {
  return fileURLToPath(new URL(isBundled ? '../renderer/' : '../../dist/renderer/', serviceRoot));
}

/** Data that ships with the program: `resources` of the repository, the same way up from source and from `dist`. */
export function resourcePath(name: string): string {
  return fileURLToPath(new URL(`../../../../resources/${name}`, serviceRoot));
}

export const version = '0.1.0';
