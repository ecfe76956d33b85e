/** The compliance gate, as a port. Every command and every read of patient data passes it (architecture section 9). */
export interface Denial {
  readonly id: string;
  readonly cite: string;
  readonly message: string;
  readonly severity?: 'block' | 'warn';
}
export interface Obligation {
  readonly id: string;
  readonly kind: string;
  readonly message: string;
  readonly cite: string;
}
export interface Decision {
  readonly allow: boolean;
  readonly denials: readonly Denial[];
  readonly obligations: readonly Obligation[];
  readonly revision: string;
}
/** JSON facts; integers and strings only (days, micrograms, cents), no floats, so that a decision can be replayed. */
export type Facts = Readonly<Record<string, unknown>>;
export interface PolicyGate {
  decide(action: string, facts: Facts): Decision;
}
