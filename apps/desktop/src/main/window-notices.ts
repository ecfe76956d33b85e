import type { Notice } from './notice-page.ts';
import type { ServiceState } from './service-host.ts';

/** A start that takes longer than this is told; a shorter one only shows as the page's own waiting. */
export const graceMs = 3_000;

/** What the window says about a service that is not there; null while there is nothing to say. */
export function noticeOf(state: ServiceState): Notice | null {
  switch (state.kind) {
    case 'ready':
    case 'stopped':
      return null;
    case 'starting':
      return {
        title: 'Apotheca is starting',
        lines: ['The store is being opened. This page goes away by itself.'],
        canStartAgain: false,
      };
    case 'restarting':
      return {
        title: 'The service stopped and is being started again',
        lines: ['Everything that was answered is kept. This page goes away by itself.'],
        canStartAgain: false,
      };
    case 'refused':
      return { title: 'Apotheca cannot start', lines: [state.message], canStartAgain: true };
    case 'given-up':
      return {
        title: 'The service stops again and again',
        lines: [
          `It ended ${state.code === 0 ? 'without a reason' : `with code ${state.code}`} several times within a minute. Everything that was answered is kept.`,
          'Start it again. If it does not stay up, restart this computer, then restore the latest backup into a new directory.',
        ],
        canStartAgain: true,
      };
  }
}

/** A notice that must be seen at once, because nothing happens until a person acts. */
function isUrgent(state: ServiceState): boolean {
  return state.kind === 'refused' || state.kind === 'given-up';
}

/**
 * Decides when the window leaves the workstation for a notice and comes back: what is being typed must survive a
 * quick restart of the service, and nobody may stare at a dead page.
 */
export class WindowNotices {
  readonly #reload: () => void;
  readonly #after: (ms: number, work: () => void) => () => void;
  #current: Notice | null = null;
  #cancelGrace: (() => void) | null = null;
  #state: ServiceState = { kind: 'stopped' };

  constructor(reload: () => void, after: (ms: number, work: () => void) => () => void) {
    this.#reload = reload;
    this.#after = after;
  }

  get current(): Notice | null {
    return this.#current;
  }

  onState(state: ServiceState): void {
    this.#state = state;
    const notice = noticeOf(state);
    if (notice === null || isUrgent(state) || this.#current !== null) {
      this.#cancelGrace?.();
      this.#cancelGrace = null;
      this.#show(notice);
    } else {
      // One grace for the whole outage: pauses between attempts do not start it anew.
      this.#cancelGrace ??= this.#after(graceMs, () => {
        this.#cancelGrace = null;
        this.#show(noticeOf(this.#state));
      });
    }
  }

  #show(notice: Notice | null): void {
    if (notice?.title === this.#current?.title) return;
    this.#current = notice;
    this.#reload();
  }
}
