import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { type Notice, noticePage, startAgainPath } from './notice-page.ts';
import { isWorkstation, workstationScheme } from './workstation-address.ts';

/** To be registered before the app is ready. */
export const schemePrivileges = {
  scheme: workstationScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

export interface Workstation {
  /** Folder of the built pages. */
  readonly dir: string;
  /** What to show instead of the workstation; null shows the workstation. */
  notice(): Notice | null;
  startAgain(): void;
}

/**
 * Answers `app://workstation/...`. The list of files is read once, so a request can name only what was built: no path
 * is ever joined from an address. Addresses without a file are the router's own and get the page.
 */
export function serveWorkstation(workstation: Workstation): (request: Request) => Promise<Response> {
  const files = filesIn(workstation.dir);
  return async (request) => {
    const url = new URL(request.url);
    if (!isWorkstation(request.url)) return answer(404, 'text/plain', 'Not found');
    if (request.method === 'POST' && url.pathname === startAgainPath) {
      workstation.startAgain();
      return new Response(null, { status: 303, headers: { Location: '/' } });
    }
    if (request.method !== 'GET') return answer(405, 'text/plain', 'Only GET');
    const file = url.pathname === '/index.html' ? undefined : files.get(url.pathname);
    if (file !== undefined) {
      const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
      return answer(200, type, await readFile(file));
    }
    if (extname(url.pathname) !== '' && url.pathname !== '/index.html') return answer(404, 'text/plain', 'Not found');
    return page(workstation, files.get('/index.html'));
  };
}

async function page(workstation: Workstation, index: string | undefined): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const notice = index === undefined ? notBuilt : workstation.notice();
  const html =
    notice === null && index !== undefined
      ? await workstationPage(index, nonce)
      : noticePage(notice ?? notBuilt, nonce);
  return answer(200, 'text/html; charset=utf-8', html, nonce);
}

/** The component library reads the nonce for the styles it adds at run time from this element. */
async function workstationPage(index: string, nonce: string): Promise<string> {
  const html = await readFile(index, 'utf8');
  return html.replace('</head>', `<meta property="csp-nonce" nonce="${nonce}"></head>`);
}

const notBuilt: Notice = {
  title: 'The workstation is not built',
  lines: ['Close this window and run "npm start" in the project folder; it builds what is missing.'],
  canStartAgain: false,
};

function answer(status: number, type: string, body: string | Uint8Array<ArrayBuffer>, nonce?: string): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': contentPolicy(nonce),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'no-cache',
    },
  });
}

/** The page talks to the service through its port: `connect-src` allows its own files and nothing on the network. */
export function contentPolicy(nonce: string | undefined): string {
  const styles = nonce === undefined ? "'self'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function filesIn(dir: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(dir)) return found;
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(`/${relative(dir, path).split(sep).join('/')}`, path);
  }
  return found;
}
