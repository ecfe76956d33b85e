import type { Call, Handlers, ModuleContext } from '../../kernel/module.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { editionAggregate, editionId } from './aggregates.ts';
import { type DrugCatalog, hasEnded, type ImportStatus } from './catalog/ports.ts';
import { readEditions } from './catalog/read-editions.ts';
import type { drugsContract } from './contract.ts';
import type { CatalogSource } from './model.ts';
import { importOnWire, positionOf } from './wire.ts';

type Part = Pick<
  Handlers<typeof drugsContract>,
  'editions' | 'unmatched' | 'startImport' | 'imports' | 'getImport' | 'importRejections' | 'cancelImport'
>;

/** `started` remembers who asked for an import, so that the ledger names that person when it is published. */
export function importHandlers(context: ModuleContext, catalog: DrugCatalog, started: Map<string, Call>): Part {
  const { imports } = catalog;
  return {
    editions: () => ({ items: allEditions(catalog.store.current(), context.db) }),
    unmatched: ({ source, cursor, limit }) =>
      unmatchedPage(catalog.store.current(), { source, offset: positionOf(cursor), limit }),
    async startImport({ files }, call) {
      const running = imports.running();
      const jobId = context.command(call, { action: 'drugs.import' }, (unit) => {
        unit.authorize({ files: files.length });
        if (running !== null) throw new RefusalError({ kind: 'import-running', data: { jobId: running } });
        return unit.newId('import');
      });
      started.set(jobId, call);
      await imports.start({ jobId, at: context.nowIso(), today: context.today(), files });
      return { jobId };
    },
    imports: () => ({ items: imports.list().map(importOnWire) }),
    getImport: ({ id }) => importOnWire(known(imports.get(id), id)),
    importRejections({ id, cursor, limit }) {
      known(imports.get(id), id);
      const page = imports.rejections(id, positionOf(cursor), limit);
      const last = page.items.at(-1);
      return {
        items: page.items.map(({ file, line, reason, excerpt }) => ({ file, line, reason, excerpt })),
        nextCursor: page.hasMore && last ? String(last.position) : null,
      };
    },
    async cancelImport({ id }, call) {
      const status = known(imports.get(id), id);
      context.command(call, { action: 'drugs.cancel-import' }, (unit) => {
        unit.authorize({});
        if (hasEnded(status.phase)) throw new RefusalError({ kind: 'import-ended', data: { phase: status.phase } });
        return null;
      });
      await imports.cancel(id);
      return importOnWire(known(imports.get(id), id));
    },
  };
}

function known(status: ImportStatus | undefined, id: string): ImportStatus {
  if (!status) throw new RefusalError({ kind: 'not-found', data: { what: 'import', id } });
  return status;
}

/**
 * Writes what is published and not yet in the ledger, as the person who started it or, after a restart, as the system.
 * Runs at start too: a kill between publish and ledger loses nothing.
 */
export function announceEditions(context: ModuleContext, catalog: DrugCatalog, started: Map<string, Call>): void {
  for (const edition of readEditions(catalog.store.current())) {
    if (edition.importId === null || context.load(editionAggregate, editionId(edition))) continue;
    const call = started.get(edition.importId) ?? systemCall(edition.importId);
    context.command({ ...call, idempotencyKey: null }, { action: 'drugs.publish-edition' }, (unit) => {
      unit.authorize({ source: edition.source });
      unit.append(editionAggregate, editionId(edition), {
        type: 'drugs.edition-imported',
        payload: { ...edition, terminalId: context.terminalId },
      });
      return null;
    });
  }
}

function systemCall(importId: string): Call {
  return {
    session: null,
    address: 'local',
    ownWindow: false,
    idempotencyKey: null,
    procedure: 'drugs.startImport',
    requestId: importId,
    signal: new AbortController().signal,
  };
}

interface LedgerEdition {
  source: CatalogSource;
  edition_date: string | null;
  digest: string;
  row_count: number;
  rejected: number;
  imported_at: string;
  import_id: string | null;
  files: string;
}

/** What this terminal has, then what only other terminals have imported: the newest of each source and digest. */
function allEditions(catalog: ReadDb, ledger: ReadDb) {
  const here = readEditions(catalog);
  const digests = new Set(here.map((edition) => edition.digest));
  const elsewhere = ledger
    .prepare<LedgerEdition>(
      `SELECT * FROM drugs_edition e WHERE imported_at = (SELECT max(imported_at) FROM drugs_edition n WHERE n.source = e.source)
       ORDER BY source`,
    )
    .all()
    .filter((row) => !digests.has(row.digest))
    .map((row) => ({
      source: row.source,
      editionDate: row.edition_date,
      digest: row.digest,
      rows: row.row_count,
      rejected: row.rejected,
      importedAt: row.imported_at,
      importId: row.import_id,
      files: JSON.parse(row.files) as string[],
      onThisTerminal: false,
    }));
  return [...here.map((edition) => ({ ...edition, files: [...edition.files], onThisTerminal: true })), ...elsewhere];
}

function unmatchedPage(db: ReadDb, query: { source: CatalogSource | undefined; offset: number; limit: number }) {
  const rows = db
    .prepare<{ source: CatalogSource; key: string; name: string; reason: string }>(
      'SELECT source, key, name, reason FROM unmatched WHERE ? IS NULL OR source = ? ORDER BY source, key, reason LIMIT ? OFFSET ?',
    )
    .all(query.source ?? null, query.source ?? null, query.limit + 1, query.offset);
  return {
    items: rows.slice(0, query.limit),
    nextCursor: rows.length > query.limit ? String(query.offset + query.limit) : null,
  };
}
