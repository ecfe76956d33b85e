import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { setPagePolicy } from './security-headers.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

interface StaticFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly isHashed: boolean;
}

const notBuiltPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Apotheca</title>
<h1>The workstation is not built yet</h1>
<p>The service is running and its API is listed at <a href="/api/docs">/api/docs</a>.</p>
<p>Stop it, run <code>npm start</code> in the project folder, and open this page again.</p></html>`;

/**
 * The built workstation. Files are read once at start, so a request can name only what was built: no path is ever
 * joined from a URL. Addresses without a file are the router's own and get the page.
 */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  constructor(dir: string) {
    this.#files = new Map(existsSync(dir) ? [...filesIn(dir)] : []);
  }

  get isBuilt(): boolean {
    return this.#files.has('/index.html');
  }

  /** False when there is nothing at this address, not even a page of the workstation. */
  serve(request: IncomingMessage, response: ServerResponse, path: string, nonce: string): boolean {
    const file = path === '/index.html' ? undefined : this.#files.get(path);
    if (file) {
      this.#send(request, response, file);
      return true;
    }
    if (extname(path) !== '' && path !== '/index.html') return false;
    setPagePolicy(response, nonce);
    response.setHeader('Cache-Control', 'no-cache');
    response.writeHead(this.isBuilt ? 200 : 503, { 'Content-Type': types['.html'] });
    response.end(this.#page(nonce));
    return true;
  }

  /** The component library reads the nonce for the styles it adds from this meta element. */
  #page(nonce: string): string {
    const html = this.#files.get('/index.html')?.bytes.toString('utf8');
    if (html === undefined) return notBuiltPage;
    return html.replace('</head>', `<meta property="csp-nonce" nonce="${nonce}"></head>`);
  }

  #send(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
    response.setHeader('ETag', file.etag);
    response.setHeader('Cache-Control', file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (request.headers['if-none-match'] === file.etag) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes.length });
    response.end(file.bytes);
  }
}

function* filesIn(dir: string): Iterable<[string, StaticFile]> {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(dir, path).split(sep).join('/')}`;
    const bytes = readFileSync(path);
    yield [
      name,
      {
        bytes,
        type: types[extname(name).toLowerCase()] ?? 'application/octet-stream',
        etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
        // Vite puts the content's hash into every name below assets.
        isHashed: name.startsWith('/assets/'),
      },
    ];
  }
}
