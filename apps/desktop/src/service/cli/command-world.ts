import type { TerminalOptions } from '../terminal/open-terminal.ts';

/** What a command takes from the process it runs in. */
export interface CommandWorld {
  readonly env: NodeJS.ProcessEnv;
  /** Progress and remarks; not part of the answer. */
  note(line: string): void;
  /** Modules of a test instead of the release's. */
  readonly modules?: TerminalOptions['modules'];
}
