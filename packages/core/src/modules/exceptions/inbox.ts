import type { ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { isDecided } from './decisions.ts';
import { type ExceptionKind, type OpenException, partsOf, type Source } from './model.ts';

/** All areas as one list. An area whose module is off is left out; the others go on. */
export class Inbox {
  readonly #context: ModuleContext;
  readonly #sources: readonly Source[];

  constructor(context: ModuleContext, sources: readonly Source[]) {
    this.#context = context;
    this.#sources = sources;
  }

  source(id: string): Source | undefined {
    const { kind } = partsOf(id);
    return this.#sources.find((source) => source.kind === kind);
  }

  /** Open ones, the oldest first. */
  open(kind?: ExceptionKind): OpenException[] {
    return this.#sources
      .filter((source) => kind === undefined || source.kind === kind)
      .flatMap((source) => this.#openOf(source))
      .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  isOpen(id: string): boolean {
    const source = this.source(id);
    return source !== undefined && this.#openOf(source).some((one) => one.id === id);
  }

  /** What its area still shows, less what was decided here and leaves no trace there. */
  #openOf(source: Source): readonly OpenException[] {
    try {
      const open = source.open();
      return source.recordsHere ? open.filter(({ id }) => !isDecided(this.#context.db, id)) : open;
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.kind === 'module-unavailable') return [];
      throw error;
    }
  }
}

export function sortKey({ since, id }: OpenException): string {
  return `${since} ${id}`;
}
