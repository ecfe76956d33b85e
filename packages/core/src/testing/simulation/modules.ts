import type { HostPorts } from '../../host-ports.ts';
import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { ok } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../../modules/drugs/model.ts';
import type { DrugsService } from '../../modules/drugs/services.ts';
import { inventoryModule } from '../../modules/inventory/module.ts';
import { leaseModule } from '../../modules/lease/module.ts';
import { nodesMigrations } from '../../modules/nodes/migrations.ts';
import { storeKeyAggregate } from '../../modules/nodes/store-key-model.ts';
import { terminalAggregate } from '../../modules/nodes/terminal-model.ts';

export const plainDrug = '68180051303';
export const controlledDrug = '00406055201';

function drug(key: string, schedule: string | null): DrugRecord {
  return {
    key,
    ndc11: key,
    ndc: null,
    product: null,
    name: key,
    brandName: null,
    ingredients: [],
    strength: '',
    doseForm: 'TABLET',
    route: 'ORAL',
    labeler: '',
    schedule: schedule as DrugRecord['schedule'],
    scheduleKnown: true,
    teCode: null,
    rxcui: null,
    packageSizeMilli: null,
    unit: 'EA',
    classes: [],
    marketingStatus: 'rx',
    source: 'starter',
    edition: 'simulation',
  };
}

const drugs = new Map([drug(plainDrug, null), drug(controlledDrug, 'CII')].map((one) => [one.key, one]));
const drugsService: DrugsService = {
  nameOfRxcui: () => undefined,
  find: (key) => drugs.get(key),
  search: () => [],
  scan: () => ok({} as never),
};

interface NoteState {
  readonly texts: readonly string[];
}
export type NoteEvent = DomainEvent<'note.added', { readonly text: string }>;

/** Known from version 2 on: what version 1 must store and pass on without understanding it. */
export const noteAggregate: AggregateType<NoteState, NoteEvent> = {
  kind: 'note',
  initial: () => ({ texts: [] }),
  apply: (state, event) => ({ texts: [...state.texts, event.payload.text] }),
};

/** The stock of a store, its terminals and its lease: real modules; what they stand on is faked where it decides nothing. */
export function simulationModules(
  ports: Pick<HostPorts, 'rights' | 'votes' | 'terminalRoles'>,
  version: 1 | 2,
): ModuleDefinition[] {
  const provide = (name: string, services: unknown, more: Partial<ModuleDefinition> = {}) =>
    defineModule({
      name,
      version: '1.0.0',
      requires: [],
      contract: {},
      aggregates: [],
      projections: [],
      migrations: [],
      start: () => ({ handlers: {}, services }),
      ...more,
    } as Parameters<typeof defineModule>[0]);
  return [
    provide('store', {}),
    provide('auth', {}),
    provide('drugs', drugsService),
    provide('prescriptions', { reservedMilli: () => 0, willCallMilli: () => 0 }),
    provide(
      'nodes',
      {},
      {
        aggregates: [terminalAggregate, storeKeyAggregate] as unknown as ModuleDefinition['aggregates'],
        migrations: nodesMigrations,
        localTables: ['nodes_enrolment'],
      },
    ),
    inventoryModule(ports),
    leaseModule(ports),
    provide(
      'notes',
      {},
      {
        version: `${version}.0.0`,
        aggregates: (version === 2 ? [noteAggregate] : []) as unknown as ModuleDefinition['aggregates'],
      },
    ),
  ];
}
