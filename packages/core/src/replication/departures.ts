import type { Attached, HeadBoard } from './head-board.ts';
import type { OriginHead } from './ports.ts';

/** Which links have something to send or to be told; the others are not looked at. */
export class Departures {
  readonly #board: HeadBoard;
  readonly #toPump = new Set<Attached>();
  readonly #toTell = new Set<Attached>();

  constructor(board: HeadBoard) {
    this.#board = board;
  }

  get isEmpty(): boolean {
    return this.#toPump.size + this.#toTell.size === 0;
  }

  /** The disk has more. */
  advanced(heads: Iterable<OriginHead | undefined>, links: readonly Attached[]): void {
    const moved = this.#board.refresh(heads, links);
    for (const link of links) {
      for (const origin of moved) if (link.outgoing.moved(origin)) this.#toPump.add(link);
      if (link.session.untold.size > 0) this.#toTell.add(link);
    }
  }

  pump(link: Attached): void {
    this.#toPump.add(link);
  }

  /** Credit may go back: at once where the other end could run short, else with what is told next. */
  settled(link: Attached): void {
    const { session } = link;
    if (session.ackMs === 0 || session.receiving.owesMuch) session.giveCreditBack();
    else this.#toTell.add(link);
  }

  closed(link: Attached): void {
    this.#toPump.delete(link);
    this.#toTell.delete(link);
  }

  /** One FRAMES a link, then what is to be told. True when more may follow at once. */
  run(): boolean {
    let isMore = false;
    for (const link of [...this.#toPump]) {
      const { session, outgoing } = link;
      if (session.isReady && outgoing.pump()) isMore = true;
      // A link that does not drain says nothing when it does: it is tried again at each tick.
      else if (session.isClosed || session.canWrite) this.#toPump.delete(link);
      this.#toTell.add(link);
    }
    for (const link of this.#toTell) {
      if (!link.session.isReady || this.#board.tell(link)) this.#toTell.delete(link);
    }
    return isMore;
  }
}
