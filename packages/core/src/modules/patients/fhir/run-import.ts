import { canonicalJson, sha256Hex } from '../../../kernel/canonical.ts';
import type { Call, ModuleContext, Unit } from '../../../kernel/module.ts';
import type { ReadDb } from '../../../kernel/ports.ts';
import { type Result, unwrap } from '../../../kernel/refusal.ts';
import { patientAggregate } from '../aggregate.ts';
import type { ImportedRecord } from '../events.ts';
import type { PatientState } from '../model.ts';
import type { ImportRefusal } from '../refusals.ts';
import { type PlannedRecord, planImport, type Rejected } from './plan.ts';
import { type ImportFile, type ReadResource, readFhirFile } from './read.ts';

export interface ImportProgress {
  recordsTotal: number;
  recordsDone: number;
  patientsAdded: number;
  patientsChanged: number;
  medicationsAdded: number;
  allergiesAdded: number;
  conditionsAdded: number;
  alreadyHere: number;
  rejected: Rejected[];
}
export interface ImportRun {
  readonly files: readonly ImportFile[];
  readonly source: string;
  onProgress?(progress: Readonly<ImportProgress>): void;
  /** Asked between batches. */
  isCancelled?(): boolean;
}

/** Patients in one ledger row: large enough to be fast, small enough to let others write in between. */
const batchSize = 100;

/** Reads and checks all files before anything is written. */
export function readFiles(files: readonly ImportFile[]): Result<ReadResource[], ImportRefusal> {
  const read: ReadResource[] = [];
  for (const file of files) {
    const result = readFhirFile(file);
    if (!result.ok) return result;
    for (const resource of result.value) read.push(resource);
  }
  return { ok: true, value: read };
}

/**
 * The import as a whole, for the endpoint's job and for `patients import FILE...`. Throws `import-file-invalid` before
 * anything is changed. A run that was cut short is resumed by running it again: what is in is only counted. PAT-65.
 */
export async function importFhir(context: ModuleContext, call: Call, run: ImportRun): Promise<ImportProgress> {
  const plan = planImport(unwrap(readFiles(run.files)), run.source);
  const progress: ImportProgress = {
    recordsTotal: plan.records.reduce((sum, record) => sum + record.resources, 0) + plan.rejected.length,
    recordsDone: plan.rejected.length,
    patientsAdded: 0,
    patientsChanged: 0,
    medicationsAdded: 0,
    allergiesAdded: 0,
    conditionsAdded: 0,
    alreadyHere: 0,
    rejected: [...plan.rejected],
  };
  run.onProgress?.(progress);
  for (let from = 0; from < plan.records.length; from += batchSize) {
    if (run.isCancelled?.()) break;
    importBatch(context, call, plan.records.slice(from, from + batchSize), progress);
    run.onProgress?.(progress);
    await new Promise((resume) => setImmediate(resume));
  }
  return progress;
}

function importBatch(
  context: ModuleContext,
  call: Call,
  records: readonly PlannedRecord[],
  progress: ImportProgress,
): void {
  const counted = { ...progress, rejected: [...progress.rejected] };
  context.command({ ...call, idempotencyKey: null }, { action: 'patients.import' }, (unit) => {
    unit.authorize({ records: records.length });
    const entries: { id: string; payload: ImportedRecord }[] = [];
    for (const record of records) {
      const entry = entryFor(unit, record, counted);
      if (!entry) continue;
      unit.concerns(entry.id);
      entries.push(entry);
    }
    unit.appendBatch(patientAggregate, 'patient.imported', entries);
    return null;
  });
  Object.assign(progress, counted);
}

/** What is new in a record, as one event; null when nothing is. */
function entryFor(
  unit: Unit,
  record: PlannedRecord,
  progress: ImportProgress,
): { id: string; payload: ImportedRecord } | null {
  progress.recordsDone += record.resources;
  const id = patientIdFor(unit.db, record);
  const state = unit.load(patientAggregate, id);
  if (!state && record.patient === null) {
    const reason = 'its patient is neither in these files nor here under this source';
    progress.rejected.push(
      ...record.places.map((at) => ({
        file: at.file,
        position: at.position,
        resourceType: at.resourceType,
        resourceId: String(at.resource.id ?? ''),
        reason,
      })),
    );
    return null;
  }
  const fresh = freshParts(state, record);
  const added = fresh.medications.length + fresh.allergies.length + fresh.conditions.length;
  progress.medicationsAdded += fresh.medications.length;
  progress.allergiesAdded += fresh.allergies.length;
  progress.conditionsAdded += fresh.conditions.length;
  if (fresh.patient) progress[state ? 'patientsChanged' : 'patientsAdded'] += 1;
  progress.alreadyHere += record.resources - added - (fresh.patient ? 1 : 0);
  if (added === 0 && fresh.patient === null) return null;
  return { id, payload: { source: record.source, ...fresh } };
}

/** Made from source and resource id: two terminals that import one file write to one patient. */
function patientIdFor(db: ReadDb, record: PlannedRecord): string {
  const known = db
    .prepare<{ aggregate_id: string }>(
      'SELECT aggregate_id FROM patients_source WHERE source = ? AND resource_id = ? ORDER BY aggregate_id LIMIT 1',
    )
    .get(record.source, record.subjectId);
  return known?.aggregate_id ?? `pat_${sha256Hex(`${record.source}\n${record.subjectId}`).slice(0, 20)}`;
}

function freshParts(state: PatientState | undefined, record: PlannedRecord): Omit<ImportedRecord, 'source'> {
  const { patient } = record;
  const allergies = onceEach(record.allergies);
  const conditions = onceEach(record.conditions);
  const medications = onceEach(record.medications);
  if (!state) return { patient, allergies, conditions, medications };
  const source = state.sources.find((s) => s.source === record.source && s.resourceId === record.subjectId);
  const known = new Map(state.medications.map((m) => [`${m.source} ${m.id}`, canonicalJson(m)]));
  return {
    patient: patient && source?.digest !== patient.digest ? patient : null,
    allergies: allergies.filter((a) => !state.allergies.some((e) => e.id === a.id)),
    conditions: conditions.filter((c) => !state.conditions.some((e) => e.id === c.id)),
    medications: medications.filter((m) => known.get(`${m.source} ${m.id}`) !== canonicalJson(m)),
  };
}

/** One resource may stand in several of the files. */
function onceEach<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
