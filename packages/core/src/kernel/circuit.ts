/** How many throws within the window open a module's circuit, and for how long. */
export const circuitFailuresMax = 5;
export const circuitWindowMs = 30_000;
export const circuitOpenMs = 15_000;

export type ModuleState = 'running' | 'failing' | 'off';

/** One module's containment: what throws too often is left alone for a while, the others go on. */
export class Circuit {
  #failures: number[] = [];
  #openUntilMs = 0;
  #isOff = false;
  lastError: string | null = null;

  /** Null when calls may pass, else why not. */
  refusal(nowMs: number): 'switched-off' | 'failing' | null {
    if (this.#isOff) return 'switched-off';
    return nowMs < this.#openUntilMs ? 'failing' : null;
  }

  state(nowMs: number): ModuleState {
    if (this.#isOff) return 'off';
    return nowMs < this.#openUntilMs ? 'failing' : 'running';
  }

  /** `what` is the kind of error, never its text: that may hold patient data. */
  failed(nowMs: number, what: string): void {
    this.lastError = what;
    this.#failures = [...this.#failures.filter((at) => nowMs - at < circuitWindowMs), nowMs];
    if (this.#failures.length < circuitFailuresMax) return;
    this.#openUntilMs = nowMs + circuitOpenMs;
    this.#failures = [];
  }

  switchOff(): void {
    this.#isOff = true;
  }

  switchOn(): void {
    this.#isOff = false;
    this.#openUntilMs = 0;
    this.#failures = [];
  }
}
