import { createHash } from 'node:crypto';

/** What the page shows. No store, no terminal, no address. */
export interface RelayStatus {
  readonly version: string;
  readonly storage: string;
  readonly fault: string | null;
  readonly upSeconds: number;
  readonly rooms: number;
  readonly sockets: number;
  readonly stores: number;
  readonly storedBytes: number;
  readonly rowsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly forwardP99Ms: number | null;
  readonly lagRows: number;
}

const style = `
:root { color-scheme: light dark; --ink: #17211f; --soft: #5b6a66; --paper: #f6f8f7; --card: #ffffff; --line: #d9e0dd; --good: #1c7a55; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eeec; --soft: #9caaa6; --paper: #111816; --card: #18211f; --line: #2b3734; --good: #5fc79a; --bad: #ff8a80; } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; padding: 48px 24px; }
main { max-width: 880px; margin: 0 auto; }
header { display: flex; align-items: baseline; gap: 12px; margin-bottom: 8px; }
h1 { font-size: 22px; font-weight: 600; letter-spacing: -0.01em; }
header span, p, dt { color: var(--soft); }
.state { margin-left: auto; font-weight: 600; color: var(--good); }
.state.bad { color: var(--bad); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 1px; margin: 24px 0; background: var(--line); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
dl div { background: var(--card); padding: 16px 18px; }
dt { font-size: 13px; }
dd { font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; margin-top: 2px; }
dd small { font-size: 13px; font-weight: 400; color: var(--soft); }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing but the page itself: no script, no picture, no font, no frame. */
export const statusPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function statusPage(status: RelayStatus): string {
  const cards: [string, string, string][] = [
    ['Stores attached', count(status.rooms), `of ${count(status.stores)} known`],
    ['Terminals connected', count(status.sockets), ''],
    ['Events', rate(status.rowsPerSecond), 'a second'],
    ['Traffic', bytesText(status.bytesPerSecond), 'a second'],
    ['Forwarded within', p99Text(status.forwardP99Ms), '99 of 100'],
    ['Waiting for terminals', count(status.lagRows), 'events'],
    ['Kept', bytesText(status.storedBytes), status.storage],
    ['Running', durationText(status.upSeconds), ''],
  ];
  const list = cards
    .map(([name, figure, unit]) => `<div><dt>${name}</dt><dd>${figure} <small>${unit}</small></dd></div>`)
    .join('');
  const isWell = status.fault === null;
  const state = isWell ? 'Working' : `Storage fails: ${asText(status.fault ?? '')}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="5">
<title>Apotheca relay</title>
<style>${style}</style>
<main>
<header><h1>Apotheca relay</h1><span>${asText(status.version)}</span><b class="state${isWell ? '' : ' bad'}" role="status">${state}</b></header>
<p>Passes sealed records between the terminals of a store. It has no key and can read none of them.</p>
<dl>${list}</dl>
<p>Refreshes every five seconds. Figures for machines: <code>/health</code> and <code>/metrics</code>.</p>
</main>
</html>
`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function rate(value: number): string {
  return value > 0 && value < 10 ? value.toFixed(1) : count(value);
}

function p99Text(ms: number | null): string {
  if (ms === null) return '–';
  return Number.isFinite(ms) ? `${ms} ms` : 'over 5 s';
}

function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024;
    at += 1;
  }
  return `${value >= 100 || at === 0 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.floor(seconds)} s`;
  if (seconds < 5_400) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

function asText(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
