export { type ClientIdRecord, type ClientIdRequest, clientIdsMax, closeClientId, takeClientId } from './client-id.ts';
export { type DocumentAddress, InventoryDocument, roomOf } from './document.ts';
export { crossCheck, InventoryView, LedgerTotals } from './ledger-totals.ts';
export * from './model.ts';
export { packTotals, unpackTotals } from './packed-totals.ts';
export { ledgerOf, rebuildDocument, startEpoch } from './rebuild.ts';
export { operationsPerCheckpoint } from './replica-index.ts';
export { strictest } from './status-heads.ts';
export { type FeedReader, type FeedSocket, type FeedSource, feedCloses, StockFeed } from './stock-feed.ts';
