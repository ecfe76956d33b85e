import { hash } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { decodeMessage } from '@apotheca/core/replication/codec';
import { type Found, LeakSearch } from './leak-search.ts';
import { ledgerTexts } from './mesh-checks.ts';
import type { MeshTerminal, MeshWorld } from './mesh-world.ts';
import { privateTexts } from './private-texts.ts';
import type { RelayRecording } from './relay-recording.ts';

export interface SecrecyReport {
  /** Different texts nobody outside the store may read. */
  readonly texts: number;
  readonly searchedBytes: number;
  readonly inflatedBytes: number;
  readonly messages: number;
  /** Rows that went through the relay. */
  readonly rows: number;
  readonly found: readonly Found[];
  /** By form: how many of the texts the same search finds in the store's events when they are not encrypted. */
  readonly control: Readonly<Record<string, number>>;
}

/** Looks for what a store's events say in all that its relay keeps and hears. Nobody runs meanwhile. */
export async function searchRelay(world: MeshWorld, recording: RelayRecording): Promise<SecrecyReport> {
  const [first] = world.terminals as [MeshTerminal];
  const payloads = await ledgerTexts(first.dataDir);
  const search = new LeakSearch(privateTexts(payloads));
  const control = controlOf(search.texts, payloads);
  const found = search.directory(world.relayDir);
  let rows = 0;
  const seen = new Set<string>();
  /** The relay passes most things on: each is looked at once. */
  const once = (where: string, bytes: Buffer): void => {
    const digest = hash('sha256', bytes, 'base64');
    if (seen.has(digest)) return;
    seen.add(digest);
    found.push(...search.bytes(where, bytes));
  };
  for (const { payload, from } of recording.messages) {
    once(`message of a ${from}`, payload);
    for (const ciphertext of ciphertextsOf(payload)) {
      rows += 1;
      once(`row sent by a ${from}`, ciphertext);
    }
  }
  const { searchedBytes, inflatedBytes, texts } = search;
  return { texts: texts.size, searchedBytes, inflatedBytes, messages: recording.messages.length, rows, found, control };
}

function ciphertextsOf(message: Buffer): Buffer[] {
  try {
    const decoded = decodeMessage(message);
    return decoded.type === 'frames' ? decoded.rows.map(({ ciphertext }) => Buffer.from(ciphertext)) : [];
  } catch {
    // A text message, or the HTTP head.
    return [];
  }
}

/** The events in clear, in each form the search knows: it must find every text in every one of them. */
function controlOf(texts: ReadonlySet<string>, payloads: readonly string[]): Record<string, number> {
  const clear = Buffer.from(payloads.join('\n'));
  const forms: Record<string, Buffer> = {
    plain: clear,
    base64: Buffer.from(clear.toString('base64')),
    hex: Buffer.from(clear.toString('hex')),
    'UTF-16': Buffer.from(clear.toString(), 'utf16le'),
    // As the ledger compresses, behind a nonce, a tag and a flag.
    deflate: Buffer.concat([Buffer.alloc(29, 0xff), deflateRawSync(clear)]),
    gzip: Buffer.concat([Buffer.alloc(1000, 0xff), gzipSync(clear)]),
  };
  const counts = Object.entries(forms).map(([form, bytes]) => {
    const found = new LeakSearch(texts).bytes(form, bytes);
    return [form, new Set(found.map(({ text }) => text)).size] as const;
  });
  return Object.fromEntries(counts);
}
