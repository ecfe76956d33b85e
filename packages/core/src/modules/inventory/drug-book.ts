import type { CommittedChange, ModuleContext } from '../../kernel/module.ts';
import type { DrugRecord } from '../drugs/model.ts';

/** Commits after which the catalogue may say something else. */
const changesCatalogue = new Set(['drug-schedule', 'drug-edition', '*']);
const keptMax = 20_000;

/** Drugs by key as the catalogue has them. A list asks for the same few hundred again and again: they are kept. */
export class DrugBook {
  readonly #context: ModuleContext;
  readonly #kept = new Map<string, DrugRecord | undefined>();
  #day = '';

  constructor(context: ModuleContext) {
    this.#context = context;
  }

  /** `key` as the catalogue gives it; what a person typed goes to the drugs module itself. */
  drug(key: string): DrugRecord | undefined {
    const today = this.#context.today();
    if (this.#day !== today || this.#kept.size > keptMax) this.#kept.clear();
    this.#day = today;
    if (!this.#kept.has(key)) this.#kept.set(key, this.#context.use('drugs').find(key));
    return this.#kept.get(key);
  }

  packageMilli(key: string): number {
    return this.drug(key)?.packageSizeMilli ?? 1000;
  }

  committed(changes: readonly CommittedChange[]): void {
    if (changes.some((change) => changesCatalogue.has(change.kind))) this.#kept.clear();
  }
}
