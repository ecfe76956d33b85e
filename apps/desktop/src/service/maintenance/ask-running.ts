import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { OperatorError } from '../operator-error.ts';
import type { Running } from '../terminal/running-file.ts';

export type LocalAnswer =
  | { readonly ok: true; readonly lines: string[] }
  | { readonly ok: false; readonly message: string };

/** Has the running service carry out a command. Only who may read its data directory knows the token. */
export function askRunning(running: Running, command: string, files: readonly string[]): Promise<string[]> {
  const url = new URL(`/local/${encodeURIComponent(command)}`, running.url);
  const isTls = url.protocol === 'https:';
  const body = JSON.stringify({ files });
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(
      url,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Apotheca-Launch': running.launchToken },
        // Loopback, and the token proves the other side already: its certificate is made out to the LAN's name.
        ...(isTls ? { rejectUnauthorized: false } : {}),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const answer = parse(text);
          if (answer?.ok) resolve(answer.lines);
          else reject(new OperatorError(answer?.message ?? `The running Apotheca did not understand "${command}".`));
        });
      },
    );
    request.on('error', (error) =>
      reject(
        new OperatorError('The running Apotheca does not answer. Stop it, then run this command again.', {
          cause: error,
        }),
      ),
    );
    request.end(body);
  });
}

function parse(text: string): LocalAnswer | null {
  try {
    const value = JSON.parse(text) as LocalAnswer | null;
    return typeof value?.ok === 'boolean' ? value : null;
  } catch {
    return null;
  }
}
