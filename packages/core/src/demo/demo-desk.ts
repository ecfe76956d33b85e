import { type AnyProcedure, call as callProcedure } from '@orpc/server';
import { createGuardrails, generateSync } from 'otplib';
import { buildRouter, type EdgeContext } from '../kernel/edge.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Call, Session, Unit } from '../kernel/module.ts';
import type { Role } from '../kernel/permissions.ts';

export type DemoUser = 'tech' | 'pharmacist' | 'manager' | 'owner';
export const demoRoles: Readonly<Record<DemoUser, Role>> = {
  tech: 'technician',
  pharmacist: 'pharmacist',
  manager: 'manager',
  owner: 'owner',
};
/** Published: every demo user has it, and no other store. */
export const demoTotpSecret = 'JBSWY3DPEHPK3PXP';

/** The demo's staff at work: calls the same endpoints as a screen does, so nothing in the store is made another way. */
export class DemoDesk {
  readonly #kernel: Kernel;
  readonly #router: Record<string, Record<string, AnyProcedure>>;
  readonly #sessions = new Map<DemoUser, Session>();
  #requests = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#router = buildRouter(kernel.contract, kernel.host, {
      onUnexpected: (error) => {
        throw error;
      },
      isLocked: () => false,
      monotonicMs: () => kernel.engine.parts.clock.monotonicMs(),
    }) as unknown as Record<string, Record<string, AnyProcedure>>;
  }

  seat(user: DemoUser, userId: string, userName: string): void {
    const session = { id: `demo-${user}`, userId, userName, role: demoRoles[user], secondFactorAt: null };
    this.#sessions.set(user, session);
  }

  /** An endpoint by `module.name`; the answer is whatever its contract says. */
  async as<R>(user: DemoUser, procedure: string, input: unknown): Promise<R> {
    const [module, endpoint] = procedure.split('.') as [string, string];
    const target = this.#router[module]?.[endpoint];
    if (target === undefined) throw new Error(`there is no endpoint ${procedure}`);
    const context: EdgeContext = { call: this.#call(user, procedure) };
    return (await callProcedure(target, input, { context, path: [module, endpoint] })) as R;
  }

  /** One unit of work outside any endpoint: what only an opening may do. */
  unit<R>(user: DemoUser | null, action: string, work: (unit: Unit) => R): R {
    return this.#kernel.engine.command(this.#call(user, action), action, (unit) => {
      unit.authorize({});
      return work(unit);
    });
  }

  totp(): string {
    return generateSync({
      secret: demoTotpSecret,
      epoch: Math.floor(this.#kernel.engine.parts.clock.nowMs() / 1000),
      guardrails: createGuardrails({ MIN_SECRET_BYTES: 10 }),
    });
  }

  #call(user: DemoUser | null, procedure: string): Call {
    this.#requests += 1;
    return {
      session: user === null ? null : (this.#sessions.get(user) ?? null),
      address: 'local',
      ownWindow: true,
      idempotencyKey: null,
      procedure,
      requestId: `demo-${this.#requests}`,
      signal: new AbortController().signal,
    };
  }
}
