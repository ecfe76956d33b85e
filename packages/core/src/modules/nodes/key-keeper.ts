import type { Kernel } from '../../kernel/kernel.ts';
import type { StoreKey } from '../../kernel/ledger/payload.ts';
import type { ModuleContext, Unit } from '../../kernel/module.ts';
import { storeKeyId, wrapFor, wrapPurpose } from './key-wraps.ts';
import { type KeyPlan, planKeys } from './plan-keys.ts';
import type { Register } from './register.ts';
import type { TerminalKeys } from './services.ts';
import { type Rotation, storeKeyAggregate } from './store-key-model.ts';
import { systemCall } from './system-call.ts';
import type { TerminalState } from './terminal-model.ts';

/** How long others wait for the one in line to rotate or to hand a key on: it may be cut off. */
export const rotationPatienceMs = 15_000;
/** Opening a key can make the next step possible; more rounds than keys have no use. */
const roundsMax = 16;

interface Parts {
  readonly context: ModuleContext;
  readonly register: Register;
  readonly keys: TerminalKeys;
  kernel(): Kernel;
}

/** Keeps this terminal's key ring as the ledger says, one change after the other. */
export class KeyKeeper {
  readonly #parts: Parts;
  #work: Promise<void> = Promise.resolve();
  #dueSinceMs: number | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  tend(): Promise<void> {
    const next = this.#work.then(() => this.#tend());
    this.#work = next.catch(() => {});
    return next;
  }

  async #tend(): Promise<void> {
    for (let round = 0; round < roundsMax; round += 1) {
      const plan = this.#plan();
      const took = await this.#take(plan);
      const wrote = this.#write(plan);
      if (!took && !wrote) return;
    }
  }

  #plan(): KeyPlan {
    const { context, register, keys } = this.#parts;
    return planKeys({
      self: context.terminalId,
      terminals: register.terminals(),
      rotations: register.rotations(),
      ring: keys.ring().map((key) => key.id),
    });
  }

  /** Keys first on disk, then in use. True when something was new. */
  async #take(plan: KeyPlan): Promise<boolean> {
    const { keys, kernel } = this.#parts;
    const held = keys.ring();
    const opened = plan.open.flatMap((one) => this.#unwrap(one.keyId, one.wraps) ?? []);
    const all = [...held, ...opened];
    const current = all.find((key) => key.id === plan.current) ?? held.at(-1);
    if (!current) return false;
    const { ledger, engine } = kernel();
    const isInUse = ledger.keys.current.id === current.id && held.at(-1)?.id === current.id;
    if (opened.length === 0 && isInUse) return false;
    // The store's first key keeps its place: the register is written under it.
    const isFirst = current === all[0];
    await keys.keepRing(isFirst ? all : [...all.filter((key) => key !== current), current]);
    for (const key of opened) ledger.addStoreKey(key, { current: false });
    ledger.addStoreKey(current, { current: true });
    if (opened.length > 0) engine.projectDeferred();
    return true;
  }

  /** The first that opens: somebody who was put out may have sent one that is none. */
  #unwrap(keyId: string, wraps: Rotation['wraps']): StoreKey | null {
    const { context, keys } = this.#parts;
    const purpose = wrapPurpose(context.storeId, keyId, context.terminalId);
    for (const sealed of wraps[context.terminalId] ?? []) {
      const bytes = keys.openBox(Buffer.from(sealed, 'base64'), purpose);
      if (bytes && bytes.length === 32 && storeKeyId(bytes) === keyId) return { id: keyId, bytes };
    }
    return null;
  }

  /** True when something was written. */
  #write(plan: KeyPlan): boolean {
    const isOverdue = this.#isOverdue(plan.isRotationDue || plan.share.length > 0);
    const isRotation = plan.isRotationDue && (plan.isFirstToRotate || isOverdue);
    const held = new Map(this.#parts.keys.ring().map((key) => [key.id, key]));
    const share = plan.share.flatMap(({ keyId, to, isOurs }) => {
      const key = held.get(keyId);
      return key && (isOurs || isOverdue) ? [{ key, to }] : [];
    });
    if (!isRotation && share.length === 0) return false;
    const { context, register } = this.#parts;
    context.command(systemCall('nodes.keys'), { action: 'nodes.renew-keys' }, (unit) => {
      unit.authorize({});
      if (isRotation) rotate(unit, context, register.active());
      for (const { key, to } of share) {
        const wraps = wrapFor(context.storeId, key, [to], (length) => unit.random(length));
        const payload = { by: context.terminalId, wraps };
        unit.append(storeKeyAggregate, key.id, { type: 'store-key.shared', payload });
      }
      return null;
    });
    this.#dueSinceMs = null;
    return true;
  }

  #isOverdue(isDue: boolean): boolean {
    if (!isDue) {
      this.#dueSinceMs = null;
      return false;
    }
    const nowMs = this.#parts.context.clock.monotonicMs();
    this.#dueSinceMs ??= nowMs;
    return nowMs - this.#dueSinceMs >= rotationPatienceMs;
  }
}

/** A new store key for these terminals; each takes it up from the ledger, this one too. */
export function rotate(unit: Unit, context: ModuleContext, terminals: readonly TerminalState[]): void {
  const bytes = unit.random(32);
  const key = { id: storeKeyId(bytes), bytes };
  const wraps = wrapFor(context.storeId, key, terminals, (length) => unit.random(length));
  unit.append(storeKeyAggregate, key.id, {
    type: 'store-key.rotated',
    payload: { keyId: key.id, by: context.terminalId, wraps },
  });
}
