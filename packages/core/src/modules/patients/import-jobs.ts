import type { z } from 'zod';
import type { Call, ModuleContext } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import type { importJobSchema } from './contract.ts';
import type { ImportFile } from './fhir/read.ts';
import { type ImportProgress, importFhir, readFiles } from './fhir/run-import.ts';

type Job = z.output<typeof importJobSchema>;
interface Running {
  job: Job;
  isCancelled: boolean;
}

/** Shown of the rejected ones; the number of all of them is beside it. */
const rejectedShownMax = 200;

/** Imports of this terminal since it started: one at a time, watched and cancelled by id. */
export class ImportJobs {
  readonly #context: ModuleContext;
  readonly #jobs = new Map<string, Running>();
  #count = 0;

  constructor(context: ModuleContext) {
    this.#context = context;
  }

  /** Checks all files first: a broken one refuses the whole import and nothing is changed. */
  async start(call: Call, input: { readonly files: readonly File[]; readonly source: string }): Promise<Job> {
    const busy = [...this.#jobs.values()].find(({ job }) => job.state === 'running');
    if (busy) throw new RefusalError({ kind: 'import-running', data: { id: busy.job.id } });
    const files: ImportFile[] = [];
    for (const file of input.files) files.push({ name: file.name, text: await file.text() });
    unwrap(readFiles(files));
    this.#count += 1;
    const running: Running = { isCancelled: false, job: this.#newJob(`import_${this.#count}`, files.length) };
    this.#jobs.set(running.job.id, running);
    void this.#run(call, running, files, input.source);
    return running.job;
  }

  async #run(call: Call, running: Running, files: readonly ImportFile[], source: string): Promise<void> {
    const onProgress = (progress: Readonly<ImportProgress>): void => {
      const { rejected, ...counts } = progress;
      running.job = {
        ...running.job,
        ...counts,
        rejectedCount: rejected.length,
        rejected: rejected.slice(0, rejectedShownMax),
      };
    };
    try {
      await importFhir(this.#context, call, { files, source, onProgress, isCancelled: () => running.isCancelled });
      this.#finish(running, running.isCancelled ? 'cancelled' : 'done', null);
    } catch (error) {
      const what = error instanceof RefusalError ? error.refusal.kind : 'an unexpected error';
      this.#finish(running, 'failed', `Stopped by ${what}. What was imported stays; run it again to go on from there.`);
    }
  }

  #finish(running: Running, state: Job['state'], error: string | null): void {
    running.job = { ...running.job, state, error, finishedAt: this.#context.nowIso() };
  }

  get(id: string): Job {
    const running = this.#jobs.get(id);
    if (!running) throw new RefusalError({ kind: 'not-found', data: { what: 'import', id } });
    return running.job;
  }

  cancel(id: string): Job {
    const job = this.get(id);
    const running = this.#jobs.get(id);
    if (running && job.state === 'running') running.isCancelled = true;
    return job;
  }

  #newJob(id: string, files: number): Job {
    return {
      id,
      state: 'running',
      files,
      recordsTotal: 0,
      recordsDone: 0,
      patientsAdded: 0,
      patientsChanged: 0,
      medicationsAdded: 0,
      allergiesAdded: 0,
      conditionsAdded: 0,
      alreadyHere: 0,
      rejectedCount: 0,
      rejected: [],
      error: null,
      startedAt: this.#context.nowIso(),
      finishedAt: null,
    };
  }
}
