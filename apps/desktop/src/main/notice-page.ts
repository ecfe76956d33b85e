/** What the window shows while the workstation cannot be: starting, started again, refused, given up. */
export interface Notice {
  readonly title: string;
  readonly lines: readonly string[];
  readonly canStartAgain: boolean;
}

/** The address the page's button posts to. */
export const startAgainPath = '/-/start-again';

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{display:grid;min-height:100vh;margin:0;place-items:center}
main{max-width:36rem;padding:2rem}
h1{font-size:1.25rem;margin:0 0 .5rem}
button{font:inherit;margin-top:1rem;padding:.5rem 1rem}`;

export function noticePage(notice: Notice, nonce: string): string {
  const button = notice.canStartAgain
    ? `<form method="post" action="${startAgainPath}"><button autofocus>Start again</button></form>`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Apotheca</title>
<style nonce="${nonce}">${style}</style></head><body><main role="alert"><h1>${escapeHtml(notice.title)}</h1>
${notice.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
${button}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
