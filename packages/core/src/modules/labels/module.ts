import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { labelsContract } from './contract.ts';
import { composeLabel } from './facts/compose.ts';
import { labelHandlers } from './handlers.ts';
import { labelMigrations, labelPrintsAggregate } from './prints.ts';
import { inProcessRenderer } from './render.ts';
import type { LabelsService } from './services.ts';

/** Labels, leaflets and receipts: composed from facts, worded in five languages, drawn as PDF or ZPL. */
export function labelsModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'labels',
    version: '1.0.0',
    requires: ['store', 'patients', 'drugs', 'prescriptions'],
    contract: labelsContract,
    aggregates: [labelPrintsAggregate],
    projections: [],
    migrations: labelMigrations,
    start(context) {
      const documents = ports.documents ?? inProcessRenderer(ports.fonts);
      const services: LabelsService = {
        compose: composeLabel,
        pdf: (content, { language = 'en', stock = '2.25x4' } = {}) =>
          documents.render({ kind: 'vial', content, language, stock, format: 'pdf', dpi: 203, copies: 1 }),
        zpl: (content, { language = 'en', stock = '2.25x4', dpi = 203 } = {}) =>
          documents.render({ kind: 'vial', content, language, stock, format: 'zpl', dpi, copies: 1 }),
        bagLabel: (content, { language = 'en', binLocation = null } = {}) =>
          documents.render({ kind: 'bag', content, language, binLocation }),
        leaflet: (content, { language = 'en' } = {}) => documents.render({ kind: 'leaflet', content, language }),
        receipt: (receipt) => documents.render({ kind: 'receipt', receipt }),
      };
      return { services, handlers: labelHandlers(context, documents) };
    },
  });
}
