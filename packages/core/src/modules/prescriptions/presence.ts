import type { Session } from '../../kernel/module.ts';
import type { Clock } from '../../kernel/ports.ts';

export interface Present {
  readonly userId: string;
  readonly userName: string;
  readonly terminalId: string;
  readonly since: string;
}

/** Seconds until someone who says nothing more has left; screens repeat at a third of it. */
export const presenceSeconds = 45;

/** Who has which prescription open, in memory: gone with the process, never in the ledger. RX-80. */
export class Presences {
  readonly #clock: Clock;
  readonly #terminalId: string;
  readonly #open = new Map<string, Map<string, Present & { untilMs: number }>>();

  constructor(clock: Clock, terminalId: string) {
    this.#clock = clock;
    this.#terminalId = terminalId;
  }

  set(prescriptionId: string, session: Session, isOpen: boolean): void {
    const people = this.#open.get(prescriptionId) ?? new Map<string, Present & { untilMs: number }>();
    if (isOpen) {
      const since = people.get(session.id)?.since ?? new Date(this.#clock.nowMs()).toISOString();
      const untilMs = this.#clock.monotonicMs() + presenceSeconds * 1000;
      const { userId, userName } = session;
      people.set(session.id, { userId, userName, terminalId: this.#terminalId, since, untilMs });
      this.#open.set(prescriptionId, people);
    } else {
      people.delete(session.id);
      if (people.size === 0) this.#open.delete(prescriptionId);
    }
  }

  /** The prescriptions someone has open; null is anyone. */
  openedBy(userId: string | null): string[] {
    const ids = [...this.#open.keys()];
    return ids.filter((id) => this.of(id).some((present) => userId === null || present.userId === userId));
  }

  of(prescriptionId: string): Present[] {
    const people = this.#open.get(prescriptionId);
    if (!people) return [];
    const now = this.#clock.monotonicMs();
    for (const [session, present] of people) if (present.untilMs <= now) people.delete(session);
    if (people.size === 0) this.#open.delete(prescriptionId);
    return [...people.values()].map(({ untilMs, ...present }) => present);
  }
}
