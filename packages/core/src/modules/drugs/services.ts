import type { RefusalOf, Result } from '../../kernel/refusal.ts';
import type { DrugCatalog } from './catalog/ports.ts';
import type { DrugRecord, Scan } from './model.ts';
import type { scanRefusals } from './refusals.ts';

export type ScanResult = Result<Scan, RefusalOf<typeof scanRefusals>>;

/** What other modules may ask of the catalogue. All of it is local and synchronous. */
export interface DrugsService {
  /**
   * By NDC in any unambiguous format or application product (`N020702-001`). Undefined where nothing matches or
   * where ten digits without hyphens fit more than one package: use `scan` to learn which.
   */
  find(key: string): DrugRecord | undefined;
  /** `today` (yyyy-mm-dd) decides the century of a two-digit year. */
  scan(barcode: string, today: string): ScanResult;
  /** Search as you type, best first. */
  search(query: string, limit: number): DrugRecord[];
  /** RxNorm's name of a code; undefined where RxNorm was not imported or does not have it. */
  nameOfRxcui(rxcui: string): string | undefined;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    drugs: DrugsService;
  }
}

declare module '../../host-ports.ts' {
  interface HostPorts {
    readonly drugCatalog: DrugCatalog;
  }
}
