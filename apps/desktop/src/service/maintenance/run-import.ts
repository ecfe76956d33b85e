import { commonRefusals, RefusalError } from '@apotheca/core';
import { openDiskFile } from '../files/disk-file.ts';
import { errorCode, OperatorError } from '../operator-error.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { localCall } from './local-call.ts';

const pollMs = 100;

interface Job {
  readonly state?: string;
  readonly phase?: string;
  readonly error?: string | null;
}

/** Runs an import of a module to its end, through the same endpoints as the screen does. */
export async function runImport(terminal: Terminal, module: string, paths: readonly string[]): Promise<string[]> {
  const files = await Promise.all(paths.map(openFile));
  const { host } = terminal.kernel;
  const started = await refusing(terminal, module, 'startImport', () =>
    host.handler(module, 'startImport')(
      { files, source: sourceOf(module) } as never,
      localCall(`${module}.startImport`) as never,
    ),
  );
  const { id, jobId } = started as { id?: string; jobId?: string };
  for (;;) {
    const job = (await host.handler(module, 'getImport')(
      { id: id ?? jobId } as never,
      localCall(`${module}.getImport`) as never,
    )) as Job;
    const state = job.state ?? job.phase;
    if (state === 'failed' || state === 'cancelled') {
      throw new OperatorError(job.error ?? `The import was ${state}. Run it again.`);
    }
    if (state === 'done') return [JSON.stringify(job, null, 2)];
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function sourceOf(module: string): string {
  return module === 'patients' ? 'fhir-r4' : 'publisher';
}

async function openFile(path: string): Promise<File> {
  try {
    return await openDiskFile(path);
  } catch (error) {
    throw new OperatorError(`${path} cannot be read (${errorCode(error)}). Check the name.`, { cause: error });
  }
}

/** A refusal in the words of the endpoint's own contract. */
async function refusing(terminal: Terminal, module: string, endpoint: string, work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const contract = terminal.kernel.contract[module] as
      | Record<string, { '~orpc': { errorMap: Messages } }>
      | undefined;
    const messages: Messages = { ...commonRefusals, ...contract?.[endpoint]?.['~orpc'].errorMap };
    const { kind, data } = error.refusal;
    const detail = data === undefined ? '' : ` ${JSON.stringify(data)}`;
    throw new OperatorError(`${messages[kind]?.message ?? kind}${detail}`, { cause: error });
  }
}

type Messages = Readonly<Record<string, { readonly message?: string } | undefined>>;
