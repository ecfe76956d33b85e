import type { HostPorts } from '../../host-ports.ts';
import { type Call, defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { drugsMigrations, editionAggregate, scheduleAggregate } from './aggregates.ts';
import { readConceptName } from './catalog/concept-name.ts';
import { DrugReader } from './catalog/drug-reader.ts';
import { drugsContract } from './contract.ts';
import { type CatalogAccess, catalogHandlers } from './handlers-catalog.ts';
import { announceEditions, importHandlers } from './handlers-imports.ts';
import { scheduleOverlay } from './overlay.ts';
import type { DrugsService } from './services.ts';

/** The drug catalogue: search, scans, substitutes, and the import of the publishers' files. */
export function drugsModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'drugs',
    version: '1.0.0',
    requires: ['store'],
    contract: drugsContract,
    aggregates: [scheduleAggregate, editionAggregate],
    projections: [],
    migrations: drugsMigrations,
    start(context) {
      const { store, imports } = ports.drugCatalog;
      const started = new Map<string, Call>();
      const readerFor = (today: string) => new DrugReader(store.current(), today, scheduleOverlay(context.db));
      const access: CatalogAccess = {
        catalog: () => store.current(),
        reader: () => readerFor(context.today()),
        sourceReader: () => new DrugReader(store.current(), context.today()),
        market() {
          const profile = context.use('store');
          return profile.isSetUp() && profile.profile().jurisdiction.startsWith('ind_') ? 'in' : 'us';
        },
      };
      const services: DrugsService = {
        find: (key) => access.reader().find(key),
        scan: (barcode, today) => readerFor(today).scan(barcode),
        search: (query, limit) => access.reader().search(query, { market: access.market(), limit, cursor: null }).items,
        nameOfRxcui: (rxcui) => readConceptName(store.current(), rxcui),
      };
      announceEditions(context, ports.drugCatalog, started);
      const unsubscribe = imports.onPublished(() => announceEditions(context, ports.drugCatalog, started));
      return {
        services,
        stop: unsubscribe,
        handlers: { ...catalogHandlers(context, access), ...importHandlers(context, ports.drugCatalog, started) },
      };
    },
  });
}
