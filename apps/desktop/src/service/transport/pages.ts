import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyContractRouter, OpenAPI } from '@orpc/contract';
import type { Metrics } from '../observe/metrics.ts';
import { sendJson, sendText } from './answers.ts';
import { docsPage } from './docs-page.ts';
import { openApiDocument } from './openapi-document.ts';
import { apiPrefix } from './rest-api.ts';
import { setPagePolicy } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';

export interface PagesOptions {
  readonly contract: Record<string, AnyContractRouter>;
  readonly version: string;
  readonly metrics: Metrics;
  readonly files: StaticFiles;
  /** Null while all is well, else a code such as `SQLITE_CORRUPT`. */
  fault(): string | null;
}

/** Everything that is read and is no endpoint of the contract. */
export class Pages {
  readonly #options: PagesOptions;
  #document: Promise<OpenAPI.Document> | undefined;

  constructor(options: PagesOptions) {
    this.#options = options;
  }

  async serve(request: IncomingMessage, response: ServerResponse, path: string, nonce: string): Promise<boolean> {
    switch (path) {
      case '/health':
        return this.#health(response);
      case '/metrics': {
        response.setHeader('Cache-Control', 'no-store');
        sendText(response, 200, this.#options.metrics.contentType, await this.#options.metrics.text());
        return true;
      }
      case `${apiPrefix}/openapi.json`:
        sendJson(response, 200, await this.#openApi());
        return true;
      case '/api/docs': {
        setPagePolicy(response, nonce);
        sendText(response, 200, 'text/html; charset=utf-8', docsPage(await this.#openApi(), nonce));
        return true;
      }
      default:
        if (path.startsWith('/api/') || path === '/rpc') return false;
        return this.#options.files.serve(request, response, path, nonce);
    }
  }

  #health(response: ServerResponse): true {
    const fault = this.#options.fault();
    sendJson(response, fault === null ? 200 : 503, { status: fault === null ? 'ok' : 'failing', fault });
    return true;
  }

  /** Made at first use: it takes some hundred milliseconds that a start does not have to spend. */
  #openApi(): Promise<OpenAPI.Document> {
    this.#document ??= openApiDocument(this.#options.contract, this.#options.version);
    return this.#document;
  }
}
