import type { Call, Unit } from '../../kernel/module.ts';
import type { Result } from '../../kernel/refusal.ts';
import type { DiscrepancyKind } from './lot.ts';
import type {
  Allocation,
  AllocationRefusal,
  LotState,
  LotStatus,
  MovementReason,
  MovementRef,
  PriceBasis,
  ProductSettings,
  SkippedLot,
} from './model.ts';
import type { CountLineState } from './stock-count.ts';

/** A movement of a controlled lot, where it stands in its incarnation's ledger. */
export interface ControlledMovement {
  readonly origin: string;
  readonly seq: number;
  readonly item: number;
  readonly hlc: number;
  readonly ndc: string;
  readonly batchId: string;
  readonly deltaMilli: number;
}

/** A terminal would like to hold more of a controlled lot. */
export interface RightsWish {
  readonly batchId: string;
  /** Incarnation that asks. */
  readonly to: string;
  readonly quantityMilli: number;
  /** Somebody waits at the counter: all that can be spared. Otherwise only what is above the other's own share. */
  readonly isUrgent: boolean;
}

/** The other terminals, as far as rights go. A terminal alone has none: `aloneWithRights`. */
export interface RightsPort {
  /** Sends the wish to the incarnation's terminal; ends when `isEnough`, or when it takes too long. */
  ask(origin: string, wish: RightsWish, isEnough: () => boolean): Promise<void>;
  /** Whether that incarnation is linked now. */
  isReachable(origin: string): boolean;
  /** Terminals of the store that are not revoked. */
  terminals(): number;
  /** Whether this terminal holds the store's lease. */
  leads(): boolean;
  /** Terminals that are not put out, and are not linked with all they have here. */
  missing(): string[];
  /** Why an incarnation will write no more: its terminal was revoked, or writes under a newer one. */
  strandingOf(origin: string): 'revoked' | 'superseded' | null;
}

/** What the transport calls when another terminal asks, and now and then to share evenly. */
export interface RightsService {
  /** Passes on what can be spared; thousandths. */
  pass(wish: RightsWish): number;
  /** What this terminal would ask for now, and of whom. */
  wishes(): { origin: string; wish: RightsWish }[];
  /** Before a command that takes controlled stock: asks the others for what is lacking here. Never refuses. */
  gather(ndc: string, quantityMilli: number): Promise<void>;
  gatherLot(batchId: string, quantityMilli: number): Promise<void>;
}

declare module '../../host-ports.ts' {
  interface HostPorts {
    readonly rights?: RightsPort | undefined;
  }
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    inventory: InventoryService;
  }
}

export interface AllocationRequest {
  /** `DrugRecord.key`, or an NDC in any unambiguous format. */
  readonly ndc11: string;
  readonly quantityMilli: number;
  /** Earliest acceptable expiry date: today plus days supply plus the store's margin. Today at the least. */
  readonly notBefore: string;
  /** The lot that was scanned: it is used first, and only if it may be used at all. */
  readonly lotNumber?: string | null;
  /** What the fill holds its lots under; lots others hold give way to lots that expire little later. */
  readonly holdKey?: string | undefined;
}

/** Lots of fills in progress, here and on linked terminals. In memory only; nothing is refused because of them. */
export interface LotHoldsService {
  /** This fill is about to take these; for 90 seconds, unless it is said again. */
  put(key: string, allocations: readonly Allocation[]): void;
  end(key: string): void;
  /** Lots of a drug that other fills are about to take from, with the names of the terminals. */
  ofDrug(ndc11: string, key: string): { readonly lotNumber: string; readonly terminals: string[] }[];
}

/** Tools outside that may watch the stock, as the transport asks. */
export interface ViewersService {
  /** The viewer the token belongs to; null for none, or one that was revoked. */
  ofToken(token: string): string | null;
  mayWatch(viewerId: string): boolean;
  /** Whether the owner lets the chain see the stock through the relay; `decision` counts up, 0 while nobody decided. */
  sharing(): { readonly isShared: boolean; readonly decision: number };
}

/** What peers exchange: the Yjs document of this store's inventory. Holds no patient data. */
export interface InventoryReplica {
  /** The name under which terminals meet; updates of another room must never be applied. */
  room(): string;
  encodeState(): Uint8Array;
  encodeStateVector(): Uint8Array;
  encodeUpdate(theirStateVector: Uint8Array): Uint8Array;
  applyUpdate(update: Uint8Array): void;
  /** Called with each local or remote update after it is in. Returns the unsubscribe function. */
  onUpdate(listener: (update: Uint8Array, isLocal: boolean) => void): () => void;
}

export interface InventoryHealth {
  readonly state: 'ok' | 'rebuilt' | 'behind';
  readonly batches: number;
  readonly discrepancies: number;
  /** Last movement each replica is known to have made, by replica. */
  readonly watermarks: Readonly<Record<string, number>>;
  /** What the last cross-check found, in plain words; empty when all agreed. */
  readonly findings: readonly string[];
  readonly lastCheckedAt: string | null;
}

/** A lot whose book a person has to look at. `mark` names this finding: found again later it is another. */
export interface LotFinding {
  readonly batchId: string;
  readonly kind: DiscrepancyKind;
  readonly since: string;
  readonly mark: string;
}

/** Rights to a controlled lot with an incarnation that will write no more. */
export interface StrandedRights {
  readonly batchId: string;
  readonly origin: string;
  readonly stranding: 'revoked' | 'superseded';
  readonly quantityMilli: number;
}

/** What the exceptions inbox asks, and how it settles a finding inside its own command. */
export interface StockFindings {
  open(): LotFinding[];
  /** Of one lot, or of all. */
  stranded(batchId?: string): StrandedRights[];
  isControlled(drugKey: string): boolean;
  /** Last movements of a lot, newest first. */
  lastMovements(
    batchId: string,
    limit: number,
  ): readonly {
    readonly at: string;
    readonly userName: string;
    readonly terminalId: string;
    readonly reason: MovementReason;
    readonly deltaMilli: number;
  }[];
  /** One lot counted and handed in; `waiting` when the difference waits for a pharmacist or for rights. */
  count(unit: Unit, call: Call, counted: { batchId: string; counted: number; title: string }): CountLineState;
  setStatus(unit: Unit, call: Call, wish: { batchId: string; status: LotStatus; reason: string }): void;
}

export interface InventoryService {
  /** FEFO: what to take from which lot, without taking it. Sees what this unit has taken already. */
  allocate(unit: Unit, request: AllocationRequest): Result<readonly Allocation[], AllocationRefusal>;
  /** The same for a screen, with every lot that was passed over and why. */
  explain(request: AllocationRequest): {
    allocations: readonly Allocation[];
    skipped: readonly SkippedLot[];
    shortMilli: number;
  };
  /** Lowers the stock of each allocation. */
  take(unit: Unit, movement: { allocations: readonly Allocation[]; reason: MovementReason; ref: MovementRef }): void;
  /** Raises it again: a fill rejected, voided or returned to stock. */
  giveBack(
    unit: Unit,
    movement: { allocations: readonly Allocation[]; reason: MovementReason; ref: MovementRef },
  ): void;
  /** On hand over all lots of a drug, whatever their status. */
  onHandMilli(ndc11: string): number;
  /** What may be dispensed today: available lots that are not expired. */
  saleableMilli(ndc11: string): number;
  /** Latest purchase cost; null if the drug was never received with a cost. */
  priceBasis(ndc11: string): PriceBasis | null;
  settings(ndc11: string): ProductSettings;
  lot(batchId: string): LotState | undefined;
  /** SHA-256 over what each replica moved: equal on any two terminals that hold the same events. */
  digest(): string;
  health(): InventoryHealth;
  /** Every few seconds: cross-checks document and ledger when it is due; starts the next epoch where this leads. */
  upkeep(): void;
  readonly replica: InventoryReplica;
  readonly holds: LotHoldsService;
  readonly viewers: ViewersService;
  readonly rights: RightsService;
  /** The key stock is kept under for an NDC in any format. */
  keyOf(ndc: string): string;
  /** Incarnations that moved stock. */
  movementOrigins(): string[];
  /** The next movements of controlled drugs of one incarnation after a sequence number, and up to where it looked. */
  controlledMovements(origin: string, afterSeq: number): { movements: ControlledMovement[]; lookedTo: number };
  /** Movements of a drug in all. */
  movementCount(drugKey: string): number;
  readonly findings: StockFindings;
}
