import { expect, test } from 'vitest';
import { createTestStore } from '../testing/index.ts';
import { inputDigest } from './input-digest.ts';

test('KRN-15 the same key with another file is refused, with the same file it is the same request', async () => {
  const store = createTestStore();
  const send = (name: string, content: string) =>
    store
      .as('owner')
      .call('drugs.startImport', { files: [new File([content], name)] }, { idempotencyKey: 'import-1' })
      .catch((error: { code: string }) => error.code);
  const first = await send('ndc.zip', 'first');
  expect(first).toEqual({ jobId: expect.any(String) });
  expect(await send('ndc.zip', 'first')).toEqual(first);
  expect(await send('ndc.zip', 'other')).toBe('idempotency-key-reused');
  expect(await send('obook.zip', 'first')).toBe('idempotency-key-reused');
});

test('KRN-15 a file is its name, size and content, wherever it stands', async () => {
  const file = (content: string, name = 'a') => ({ deep: [{ file: new File([content], name) }] });
  expect(await inputDigest(file('x'))).toBe(await inputDigest(file('x')));
  const others = [
    file('y'),
    file('x', 'b'),
    file('xx'),
    { deep: [{ file: {} }] },
    { deep: [{ file: new Blob(['x']) }] },
  ];
  const digests = new Set(await Promise.all([file('x'), ...others].map(inputDigest)));
  expect(digests.size).toBe(6);
  const large = new Uint8Array(3_000_000).fill(1);
  const changed = large.slice();
  changed[2_999_999] = 2;
  expect(await inputDigest(new Blob([large]))).not.toBe(await inputDigest(new Blob([changed])));
});
