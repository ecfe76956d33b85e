/**
 * A card terminal behind a port. Every request carries our own reference, and a terminal answers the same reference
 * with the same result: that is what makes a retry safe. No card number ever passes through here.
 */
export interface CardTerminal {
  readonly name: string;
  readonly isSimulator: boolean;
  /** Asks the customer for a card and reserves the amount. The same reference again only repeats the answer. */
  authorize(request: { reference: string; amountCents: number }): Promise<CardAnswer>;
  /** Turns the reservation into a charge. */
  capture(request: { reference: string }): Promise<CardAnswer>;
  /** Gives the reservation back; a reference that never arrived is closed for ever. */
  release(request: { reference: string }): Promise<CardAnswer>;
  refund(request: { reference: string; refundReference: string; amountCents: number }): Promise<CardAnswer>;
  /** What became of a reference. */
  status(request: { reference: string }): Promise<CardAnswer>;
}

export interface CardAnswer {
  /** `no-answer`: the terminal was silent; nothing is known. `not-found`: it never heard of the reference. */
  readonly status:
    | 'authorized'
    | 'declined'
    | 'cancelled'
    | 'captured'
    | 'released'
    | 'refunded'
    | 'not-found'
    | 'no-answer';
  readonly approvalCode: string | null;
  readonly reason: string | null;
}

declare module '../../host-ports.ts' {
  interface HostPorts {
    /** The card terminal at this counter; absent where there is none. */
    readonly cardTerminal?: CardTerminal | null;
  }
}
