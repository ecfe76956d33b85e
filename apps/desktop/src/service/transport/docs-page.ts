import type { OpenAPI } from '@orpc/contract';

const style = `
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:960px;padding:24px;color:#1c2430;background:#fff}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px;text-transform:capitalize}
nav a{margin-right:12px}details{border-top:1px solid #dde3ea;padding:6px 0}summary{cursor:pointer;display:flex;gap:12px}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:#f4f6f9;padding:12px;overflow:auto;border-radius:6px}
.m{min-width:56px;font-weight:600}.s{color:#5a6675;margin-left:auto;text-align:right}table{border-collapse:collapse}
td{padding:2px 12px 2px 0;vertical-align:top}@media(prefers-color-scheme:dark){body{background:#12161c;color:#dfe6ee}
pre{background:#1b222b}details{border-color:#2a333f}a{color:#7db2ff}.s{color:#93a1b2}}`;

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenAPI.OperationObject;
}

/** The API as a page a person can read: one file, no script, nothing from anywhere else. */
export function docsPage(document: OpenAPI.Document, nonce: string): string {
  const byTag = new Map<string, Entry[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item ?? {}) as [string, OpenAPI.OperationObject][]) {
      const tag = operation.tags?.[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), { method: method.toUpperCase(), path, operation }]);
    }
  }
  const tags = [...byTag.keys()].sort();
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Apotheca API</title>
<meta name="viewport" content="width=device-width"><style nonce="${nonce}">${style}</style></head><body>
<h1>Apotheca API ${escaped(document.info.version)}</h1>
<p>${escaped(document.info.description ?? '')}</p>
<p>Base address <code>/api/v1</code>; the same as a machine reads it: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav>${tags.map((tag) => `<a href="#${escaped(tag)}">${escaped(tag)}</a>`).join(' ')}</nav>
${tags.map((tag) => `<h2 id="${escaped(tag)}">${escaped(tag)}</h2>${(byTag.get(tag) ?? []).map(entryHtml).join('')}`).join('')}
</body></html>`;
}

function entryHtml({ method, path, operation }: Entry): string {
  const parameters = (operation.parameters ?? []) as OpenAPI.ParameterObject[];
  const rows = parameters.map(
    (one) => `<tr><td><code>${escaped(one.name)}</code></td><td>${one.in}${one.required ? ', required' : ''}</td>
<td><code>${escaped(shapeOf(one.schema))}</code></td></tr>`,
  );
  const body = (operation.requestBody as OpenAPI.RequestBodyObject | undefined)?.content;
  return `<details id="${escaped(operation.operationId ?? path)}"><summary><span class="m">${method}</span>
<code>${escaped(path)}</code><span class="s">${escaped(operation.summary ?? '')}</span></summary>
<p>${escaped(operation.description ?? '')}</p>${rows.length > 0 ? `<table>${rows.join('')}</table>` : ''}
${body ? `<p>Takes</p><pre>${escaped(contentShape(body))}</pre>` : ''}
${Object.entries(operation.responses ?? {})
  .map(([status, response]) => {
    const content = (response as OpenAPI.ResponseObject).content;
    const shape = content ? contentShape(content) : '';
    return Number(status) < 400
      ? `<p>Answers ${status}</p><pre>${escaped(shape)}</pre>`
      : `<p>Refuses ${status}: <code>${escaped(codesOf(content))}</code></p>`;
  })
  .join('')}</details>`;
}

type Content = Record<string, OpenAPI.MediaTypeObject>;

function contentShape(content: Content): string {
  const media = content['application/json'] ?? Object.values(content)[0];
  return shapeOf(media?.schema);
}

function codesOf(content: Content | undefined): string {
  const text = JSON.stringify(content ?? {});
  const codes = [...text.matchAll(/"const":"([a-z-]+)"|Refusal-([a-z-]+)/g)].map((match) => match[1] ?? match[2]);
  return [...new Set(codes)].join(', ');
}

/** A schema as a sketch: `{name: string, phones?: [{number: string}]}`. */
function shapeOf(schema: unknown, depth = 0): string {
  if (schema === null || typeof schema !== 'object') return 'any';
  const one = schema as Record<string, unknown>;
  const indent = '  '.repeat(depth + 1);
  if (typeof one.$ref === 'string') return one.$ref.split('/').at(-1) ?? 'any';
  if ('const' in one) return JSON.stringify(one.const);
  if (Array.isArray(one.enum)) return one.enum.map((value) => JSON.stringify(value)).join(' | ');
  const variants = one.anyOf ?? one.oneOf;
  if (Array.isArray(variants)) return variants.map((variant) => shapeOf(variant, depth)).join(' | ');
  if (one.type === 'array') return `[${shapeOf(one.items, depth)}]`;
  if (typeof one.properties === 'object' && one.properties !== null) {
    const required = new Set(Array.isArray(one.required) ? one.required : []);
    const lines = Object.entries(one.properties).map(
      ([name, value]) => `${indent}${name}${required.has(name) ? '' : '?'}: ${shapeOf(value, depth + 1)}`,
    );
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
  }
  const format = typeof one.format === 'string' ? ` (${one.format})` : '';
  return `${Array.isArray(one.type) ? one.type.join(' | ') : (one.type ?? 'any')}${format}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
