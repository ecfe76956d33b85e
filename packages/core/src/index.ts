export { DemoClock } from './demo/demo-clock.ts';
export { demoPassword, fillDemoStore } from './demo/fill-demo-store.ts';
export { generateHistory } from './demo/generate-history.ts';
export { type DemoJurisdiction, demoJurisdictions, demoPlaces } from './demo/places.ts';
export type { HostPorts } from './host-ports.ts';
export { commonRefusals, endpoint } from './kernel/contract.ts';
export { type Admission, admissionOf, buildRouter, type EdgeContext, type EdgeOptions } from './kernel/edge.ts';
export { type Kernel, type KernelOptions, openKernel } from './kernel/kernel.ts';
export type { LedgerRow, OriginRecord, Seal, SigningKey } from './kernel/ledger/chain.ts';
export {
  isSealValid,
  makeSeal,
  originName,
  rowHash,
  signBytes,
  signerOf,
  signingKeyOf,
  verifierOf,
  verifyBytes,
} from './kernel/ledger/chain.ts';
export type { HeadStore, LedgerHead } from './kernel/ledger/head-store.ts';
export type { StoreKey } from './kernel/ledger/payload.ts';
export { ledgerRows, rowOf, sealOf } from './kernel/ledger/rows.ts';
export { type LedgerVerdict, LedgerVerifier } from './kernel/ledger/verify.ts';
export { verifyDatabase } from './kernel/ledger/verify-database.ts';
export { type Call, defineModule, type ModuleDefinition, type Session } from './kernel/module.ts';
export type {
  Clock,
  Database,
  PasswordHasher,
  Random,
  ReadDb,
  ReadStatement,
  SqlRow,
  SqlValue,
  WriteDb,
  WriteStatement,
} from './kernel/ports.ts';
export { projectionsDigest } from './kernel/projections.ts';
export { RefusalError } from './kernel/refusal.ts';
export { LedgerStore } from './kernel/replica/ledger-store.ts';
export type { ForkEvidence } from './kernel/replica/quarantine.ts';
export { projectedRegister, type TerminalRegister } from './kernel/replica/terminal-register.ts';
export type { DeferReason, DeferredRows } from './kernel/row-projector.ts';
export { DrugReader } from './modules/drugs/catalog/drug-reader.ts';
export {
  type CatalogImports,
  type CatalogStore,
  type DrugCatalog,
  hasEnded,
  type ImportPhase,
  type ImportStatus,
  type UploadedFile,
} from './modules/drugs/catalog/ports.ts';
export { readEditions } from './modules/drugs/catalog/read-editions.ts';
export { catalogVersion } from './modules/drugs/catalog/schema.ts';
export { starterSchema } from './modules/drugs/catalog/starter.ts';
export { buildCatalog, createCatalog, loadStarter } from './modules/drugs/import/build-catalog.ts';
export { ImportCancelled, type Progress, type Rejection } from './modules/drugs/import/progress.ts';
export { ImportFault, type SourceFile } from './modules/drugs/import/source-file.ts';
export type { CatalogSource } from './modules/drugs/model.ts';
export type { InventoryService, RightsPort, RightsWish } from './modules/inventory/services.ts';
export type { FontFace, FontSource, LabelDocument } from './modules/labels/model.ts';
export type { ReceiptFacts } from './modules/labels/receipt.ts';
export { type DocumentJob, type DocumentRenderer, inProcessRenderer } from './modules/labels/render.ts';
export type { LeaseService } from './modules/lease/services.ts';
export { storeKeyId } from './modules/nodes/key-wraps.ts';
export type { NodesService, SyncPort, TerminalKeys } from './modules/nodes/services.ts';
export { createPlainGate } from './modules/policy/gate.ts';
export { createCardSimulator } from './modules/pos/card-simulator.ts';
export type { PrintingPort } from './modules/printers/services.ts';
export { releaseModules } from './modules.ts';
