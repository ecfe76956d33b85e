/** What a terminal's transport and the relay use of replication, without any module of the pharmacy. */

export { isTooFarAhead } from '../kernel/hlc.ts';
export { certify, isCertified } from '../kernel/ledger/certificate.ts';
export {
  genesisHash,
  isSealValid,
  type LedgerRow,
  makeSeal,
  type OriginRecord,
  originName,
  rowHash,
  type Seal,
  signBytes,
  signerOf,
  signingKeyOf,
  verifierOf,
  verifyBytes,
} from '../kernel/ledger/chain.ts';
export { type CloseCode, type CloseName, closeCodeOf, closeCodes, type Retry } from './close-codes.ts';
export { decodeMessage, encodeMessage } from './codec.ts';
export { type BatchAnswer, judgeBatch } from './judge-batch.ts';
export { limits } from './limits.ts';
export type { Frames, Have, Hello, Message, RoutedSignal } from './messages.ts';
export type {
  CertifiedOrigin,
  EncodedFrames,
  Link,
  OriginHead,
  PeerIdentity,
  ReplicaStore,
  RowBatch,
  Signal,
  TakeResult,
  TakeVerdict,
} from './ports.ts';
export { SyncNode } from './sync-node.ts';
export type {
  PeerStatus,
  SelfIdentity,
  SignalSealer,
  SyncAlarm,
  SyncNodeOptions,
  SyncStatus,
  WaitingOrigin,
} from './sync-types.ts';
export { WireFault } from './wire.ts';
