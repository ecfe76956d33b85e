type Mode = 'code' | 'line' | 'block' | "'" | '"' | '`';

/**
 * The code of a file with comments and the insides of strings blanked, line by line as long as before. Good enough to
 * look for calls: a regular expression that holds a quote may hide the rest of its line, never more.
 */
export function codeOnly(text: string): string {
  let mode: Mode = 'code';
  const depth: number[] = [];
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    const pair = char + (text[at + 1] ?? '');
    if (char === '\n') {
      if (mode !== 'block' && mode !== '`') mode = 'code';
      out += char;
    } else if (mode === 'code') {
      if (pair === '//' || pair === '/*') mode = pair === '//' ? 'line' : 'block';
      else if (char === "'" || char === '"' || char === '`') mode = char;
      else if (char === '{' && depth.length > 0) depth[depth.length - 1]! += 1;
      else if (char === '}' && depth.length > 0 && --depth[depth.length - 1]! < 0) {
        depth.pop();
        mode = '`';
      }
      out += mode === 'code' || mode === char ? char : ' ';
    } else if (mode === 'block' && pair === '*/') {
      mode = 'code';
      out += '  ';
      at += 1;
    } else if (mode === '`' && pair === '${') {
      depth.push(0);
      mode = 'code';
      out += '  ';
      at += 1;
    } else if (char === '\\' && mode !== 'line' && mode !== 'block') {
      out += '  ';
      at += 1;
    } else if (char === mode) {
      mode = 'code';
      out += char;
    } else {
      out += ' ';
    }
  }
  return out;
}

/** `path:line` of each match of a pattern in code. */
export function findInCode(path: string, text: string, pattern: RegExp): string[] {
  return codeOnly(text)
    .split('\n')
    .flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}`] : []));
}
