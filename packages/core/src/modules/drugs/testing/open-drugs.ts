import type { Role } from '../../../kernel/permissions.ts';
import { createTestStore, MemoryCatalog, type TestStoreOptions } from '../../../testing/index.ts';
import { storeModule } from '../../store/module.ts';
import type { SourceFile } from '../import/source-file.ts';
import { drugsModule } from '../module.ts';
import { orangeBookZip } from './publisher-files.ts';

/** A store with the drugs module alone, over a catalogue in memory. */
export function openDrugs(options: TestStoreOptions = {}, catalog = new MemoryCatalog()) {
  const store = createTestStore({
    modules: (ports) => [storeModule(ports), drugsModule(ports)],
    ...options,
    ports: { drugCatalog: catalog },
  });
  const call = (role: Role, procedure: string, input: unknown = {}, key?: string) =>
    store.as(role).call(`drugs.${procedure}`, input, key === undefined ? {} : { idempotencyKey: key });
  const refusal = (role: Role, procedure: string, input: unknown = {}) =>
    store.as(role).refusal(`drugs.${procedure}`, input);
  const upload = (files: readonly SourceFile[], key?: string) =>
    call('manager', 'startImport', { files: files.map(fileOf) }, key);
  return { store, catalog, call, refusal, upload };
}

export function fileOf(source: SourceFile): File {
  return new File([Uint8Array.from(source.read(0, source.size))], source.name);
}

/** Two equivalent products of an Orange Book. */
export const good = () => [
  orangeBookZip([
    { application: '075743', te: 'AB' },
    { application: '076180', te: 'AB' },
  ]),
];
