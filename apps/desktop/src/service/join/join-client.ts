import { Agent, request } from 'node:https';
import { OperatorError } from '../operator-error.ts';

export interface JoinAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly retryAfterMs: number | null;
}

const requestMsMax = 30_000;
/** Between attempts at a network that fails. */
const pauseMsFirst = 250;
const pauseMsMax = 5_000;

/**
 * Requests to the terminal that lets this one in. Its certificate is its own and proves nothing, and nothing rests on
 * it: the exchange proves both ends by the code, and what is fetched is sealed and hashed.
 */
export class JoinClient {
  readonly #base: URL;
  readonly #patienceMs: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 2, rejectUnauthorized: false, minVersion: 'TLSv1.3' });

  constructor(base: URL, patienceMs = 60_000) {
    this.#base = base;
    this.#patienceMs = patienceMs;
  }

  /** Tries again while the network fails, up to the patience since the last answer. */
  async ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    options: {
      readonly json?: unknown;
      readonly ticket?: string;
      readonly bytesMax: number;
      readonly patienceMs?: number;
    },
  ): Promise<JoinAnswer> {
    const startedMs = performance.now();
    for (let pauseMs = pauseMsFirst; ; pauseMs = Math.min(pauseMsMax, 2 * pauseMs)) {
      try {
        return await this.#once(method, path, options);
      } catch (error) {
        if (error instanceof OperatorError) throw error;
        if (performance.now() - startedMs + pauseMs > (options.patienceMs ?? this.#patienceMs)) {
          throw new OperatorError(
            `${this.#base.origin} cannot be reached. Check the address and that Apotheca runs there, then start again ` +
              'with the same line: it goes on where it was.',
            { cause: error },
          );
        }
        await sleep(pauseMs);
      }
    }
  }

  #once(
    method: string,
    path: string,
    { json, ticket, bytesMax }: { readonly json?: unknown; readonly ticket?: string; readonly bytesMax: number },
  ): Promise<JoinAnswer> {
    const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json));
    const headers = {
      ...(body ? { 'Content-Type': 'application/json', 'Content-Length': body.length } : {}),
      ...(ticket ? { Authorization: `Bearer ${ticket}` } : {}),
    };
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.#base), { method, headers, agent: this.#agent, timeout: requestMsMax });
      asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.once('error', reject);
      asked.once('response', (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          parts.push(part);
          if (size > bytesMax) response.destroy(new OperatorError(`${this.#base.origin} sent more than it should.`));
        });
        response.once('error', reject);
        response.once('aborted', () => reject(new Error('the answer broke off')));
        response.once('end', () => {
          const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
          const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : null;
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts), retryAfterMs });
        });
      });
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
