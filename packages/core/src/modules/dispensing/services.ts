import type { Unit } from '../../kernel/module.ts';

export interface WillCallCounts {
  readonly waiting: number;
  /** Bags whose day to go back to stock has come. */
  readonly returnDue: number;
  /** Prescriptions with something owed. */
  readonly owed: number;
}

export interface DispensingService {
  counts(): WillCallCounts;
  /** Inside a command: a fill that was not handed over is taken back, its stock with it. */
  takeBack(unit: Unit, fill: { readonly fillId: string; readonly reason: string }): void;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    dispensing: DispensingService;
  }
}
