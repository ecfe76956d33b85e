/**
 * What changed once changes again soon. Spaces up to the next quarter of a power of two let a state grow without
 * changing its size: SQLite then writes it in its place, instead of freeing and taking pages and moving neighbours.
 */
export function withSlack(text: string, version: number): string {
  if (version === 1) return text;
  const bytes = Buffer.byteLength(text);
  const step = Math.max(32, 1 << (29 - Math.clz32(bytes)));
  return text + ' '.repeat(Math.ceil(bytes / step) * step - bytes);
}
