import type { ServerResponse } from 'node:http';

/** Refusals the transport itself gives, before any endpoint is reached. Same shape as every other: code, message, data. */
const refusals = {
  'host-not-allowed': [403, 'This name is not one this terminal answers under. Use the address it printed at start.'],
  'origin-not-allowed': [403, 'Another web page may not call this terminal. Open the workstation itself.'],
  'not-found': [404, 'There is nothing at this address. The endpoints are listed at /api/docs.'],
  'method-not-allowed': [405, 'This address does not take this method. The endpoints are listed at /api/docs.'],
  'body-too-large': [413, 'This is more than one request may carry. Split it, or use the import command.'],
  'invalid-input': [400, 'Some fields are not valid. Correct the fields named below and send again.'],
  'unsupported-media-type': [
    415,
    'This endpoint takes no files. Send JSON, with the header Content-Type: application/json.',
  ],
  'uploads-busy': [503, 'Other uploads fill the room set aside for them. Send this one again in a minute.'],
  'request-timeout': [408, 'The request did not arrive in time. Send it again.'],
  'internal-error': [
    500,
    'Something went wrong here. Nothing was changed. Try again; if it stays, quote the request id.',
  ],
  stopping: [503, 'This terminal is stopping. Send the request again when it is back.'],
} as const;

export type TransportRefusal = keyof typeof refusals;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.writableEnded) return;
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

export function sendRefusal(response: ServerResponse, code: TransportRefusal, data: unknown = null): void {
  const [status, message] = refusals[code];
  sendJson(response, status, { code, message, data });
}

/** What is wrong with the body as a whole, in the shape of an `invalid-input`. */
export function sendInvalidInput(response: ServerResponse, path: string, message: string): void {
  sendRefusal(response, 'invalid-input', { fields: [{ path, message }] });
}

export function sendText(response: ServerResponse, status: number, type: string, text: string | Uint8Array): void {
  response.writeHead(status, { 'Content-Type': type });
  response.end(text);
}
