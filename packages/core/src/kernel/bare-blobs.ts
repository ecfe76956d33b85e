import type { Actor } from './aggregate.ts';
import { blobId, blobKind, blobType } from './blob-places.ts';
import type { Engine } from './engine.ts';

/**
 * Older versions kept files in a table beside the ledger, where no other terminal could have them. Each becomes a
 * ledger row in a transaction of its own, so a start that is cut short goes on at the next one.
 */
export function putBlobsInLedger(engine: Engine): void {
  const { blobs } = engine.rows;
  const { terminalId } = engine.parts;
  const a: Actor = {
    userId: 'system',
    userName: 'system',
    role: 'system',
    sessionId: null,
    terminalId,
    address: 'local',
  };
  for (let bare = blobs.nextBare(''); bare; bare = blobs.nextBare(bare.id)) {
    const { id, content } = bare;
    if (id !== blobId(Buffer.from(content.base64, 'base64'))) continue;
    engine.transact(() => {
      if (!blobs.has(id)) {
        engine.appendRow(blobType, { k: blobKind, i: id, p: content, a, c: 'kernel.keep-blob', t: engine.nowIso() });
      }
      blobs.dropBare(id);
    });
  }
}
