import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import { sendInvalidInput, sendJson, sendRefusal } from '../transport/answers.ts';
import type { CallOrigin } from '../transport/call-facts.ts';
import { readJsonBody } from '../transport/read-body.ts';
import { runInThread } from '../workers/run-task.ts';
import type { LocalAnswer } from './ask-running.ts';
import { type CommandContext, storeCommands } from './commands.ts';

const bodySchema = z.object({ files: z.array(z.string().refine(isAbsolute)).max(500) });
const bodyBytesMax = 1024 * 1024;

/** `POST /local/COMMAND`: maintenance commands of the same user, carried out here because the store is open here. */
export class LocalApi {
  readonly #context: Omit<CommandContext, 'isRunning' | 'run'>;
  readonly #onUnexpected: (error: unknown) => void;

  constructor(context: Omit<CommandContext, 'isRunning' | 'run'>, onUnexpected: (error: unknown) => void) {
    this.#context = context;
    this.#onUnexpected = onUnexpected;
  }

  /** `name` is what stands after `/local/`. Without the launch token there is nothing here. */
  async handle(request: IncomingMessage, response: ServerResponse, name: string, origin: CallOrigin): Promise<void> {
    const wanted = decodeURIComponent(name);
    const command = Object.hasOwn(storeCommands, wanted) ? storeCommands[wanted] : undefined;
    if (!origin.ownWindow || !command || request.method !== 'POST') {
      return sendRefusal(response, 'not-found', { what: 'address', id: `/local/${name}` });
    }
    const body = await readJsonBody(request, bodyBytesMax);
    const input = bodySchema.safeParse(body.ok ? body.value : null);
    if (!input.success) return sendInvalidInput(response, 'files', 'A list of absolute file names.');
    sendJson(response, 200, await this.#run(command, input.data.files));
  }

  async #run(command: (typeof storeCommands)[string], files: readonly string[]): Promise<LocalAnswer> {
    try {
      return { ok: true, lines: await command({ ...this.#context, isRunning: true, run: runInThread }, files) };
    } catch (error) {
      if (error instanceof OperatorError) return { ok: false, message: error.message };
      this.#onUnexpected(error);
      return { ok: false, message: 'The running Apotheca failed at this. See logs/service.log in the data directory.' };
    }
  }
}
