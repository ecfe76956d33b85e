import { createHash } from 'node:crypto';
import type { Database } from '../../../kernel/ports.ts';
import { deriveCatalog } from '../catalog/derive.ts';
import { catalogSchema, catalogVersion } from '../catalog/schema.ts';
import { type StarterCatalog, starterDrafts } from '../catalog/starter.ts';
import type { CatalogEdition } from '../model.ts';
import { detectEditions, type Edition, type Part } from './detect.ts';
import { joinApplications } from './join-applications.ts';
import type { BuildHooks } from './progress.ts';
import { type Checkpoint, readPart } from './read-part.ts';
import { chunksOf, type SourceFile } from './source-file.ts';
import { families } from './table-format.ts';

export interface BuildJob {
  readonly importId: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Store's calendar date. */
  readonly today: string;
  readonly files: readonly SourceFile[];
}

/** Lays out an empty catalogue. */
export function createCatalog(db: Database): void {
  db.transaction(() => {
    db.exec(catalogSchema);
    db.write('INSERT INTO meta (key, value) VALUES (?, ?)').run('version', String(catalogVersion));
  });
}

/**
 * Turns files into the next catalogue. `db` is a build: a copy of the published catalogue that nobody reads yet, so a
 * fault or a cancel simply throws it away. Called again with the same import on the same build, it goes on where the
 * last run stopped. Throws `ImportFault` or `ImportCancelled`.
 */
export function buildCatalog(db: Database, job: BuildJob, hooks: BuildHooks): CatalogEdition[] {
  hooks.progress({ phase: 'checking', done: 0, total: 0 });
  const editions = detectEditions(job.files);
  const digest = digestOf(job.files);
  begin(db, job.importId, digest, editions);
  const results = new Map<Part, Checkpoint>();
  const total = editions.flatMap((edition) => edition.parts).reduce((sum, part) => sum + part.size, 0);
  let done = 0;
  const bytes = (n: number) => {
    done += n;
    hooks.progress({ phase: 'reading', done: Math.min(done, total), total });
  };
  for (const part of editions.flatMap((edition) => edition.parts))
    results.set(part, readPart(db, part, job.today, hooks, bytes));
  const written = editions.map((edition) => writeEdition(db, job, edition, results, hooks));
  deriveCatalog(db, hooks);
  db.exec('ANALYZE');
  return written;
}

/** Puts the starter catalogue into a new or published catalogue build. Anything imported stays. */
export function loadStarter(db: Database, starter: StarterCatalog, digest: string, at: string): void {
  const drafts = starterDrafts(starter);
  db.transaction(() => {
    db.exec('DELETE FROM starter');
    drafts.forEach((draft, i) => {
      db.write('INSERT INTO starter (id, record) VALUES (?, ?)').run(i + 1, JSON.stringify(draft));
    });
    const rows = drafts.reduce((sum, draft) => sum + draft.packages.length, 0);
    saveEdition(db, {
      source: 'starter',
      editionDate: starter.editionDate,
      digest,
      rows,
      rejected: 0,
      importedAt: at,
      importId: null,
      files: ['starter-catalog.json'],
    });
  });
  deriveCatalog(db, { progress() {}, shouldStop: () => false });
}

/** Empties what the new editions replace, once; a build that already belongs to this import keeps its checkpoints. */
function begin(db: Database, importId: string, digest: string, editions: readonly Edition[]): void {
  const mark = `${importId} ${digest}`;
  const current = db.prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'import'").get()?.value;
  if (current === mark) return;
  db.transaction(() => {
    db.exec('DELETE FROM checkpoint');
    for (const { family, parts } of editions) {
      const { clear } = families[family];
      for (const sql of clear.length > 0 ? clear : parts.map((part) => `DELETE FROM ${part.format.table}`))
        db.exec(sql);
    }
    db.write("INSERT OR REPLACE INTO meta (key, value) VALUES ('import', ?)").run(mark);
  });
}

function writeEdition(
  db: Database,
  job: BuildJob,
  edition: Edition,
  results: ReadonlyMap<Part, Checkpoint>,
  hooks: BuildHooks,
): CatalogEdition {
  const outcomes = edition.parts.flatMap((part) => results.get(part) ?? []);
  const { source } = families[edition.family];
  const orphans = edition.family === 'drugs-at-fda' ? joinApplications(db, edition, job.importId, hooks) : 0;
  const result: CatalogEdition = {
    source,
    editionDate: editionDate(edition, outcomes),
    digest: digestOf([...new Set(edition.parts.map((part) => part.file))]),
    rows: outcomes.reduce((sum, outcome) => sum + outcome.rows, 0),
    rejected: outcomes.reduce((sum, outcome) => sum + outcome.rejected, orphans),
    importedAt: job.at,
    importId: job.importId,
    files: [...new Set(edition.parts.map((part) => part.file.name))],
  };
  db.transaction(() => saveEdition(db, result));
  return result;
}

/** The newest member of the zip; for plain files the newest date in their rows. */
function editionDate(edition: Edition, outcomes: readonly Checkpoint[]): string | null {
  const dates = edition.parts.flatMap((part) => part.date ?? []);
  const newest = dates.length > 0 ? dates : outcomes.flatMap((outcome) => outcome.newest ?? []);
  return newest.sort().at(-1) ?? null;
}

function saveEdition(db: Database, edition: CatalogEdition): void {
  db.write(
    'INSERT OR REPLACE INTO edition (source, edition_date, digest, rows, rejected, imported_at, import_id, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    edition.source,
    edition.editionDate,
    edition.digest,
    edition.rows,
    edition.rejected,
    edition.importedAt,
    edition.importId,
    JSON.stringify(edition.files),
  );
}

/** SHA-256 over the files' contents in the order given, hex. */
export function digestOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) for (const chunk of chunksOf(file)) hash.update(chunk);
  return hash.digest('hex');
}
