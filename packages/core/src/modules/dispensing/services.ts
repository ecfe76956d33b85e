export interface WillCallCounts {
  readonly waiting: number;
  /** Bags whose day to go back to stock has come. */
  readonly returnDue: number;
  /** Prescriptions with something owed. */
  readonly owed: number;
}

export interface DispensingService {
  counts(): WillCallCounts;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    dispensing: DispensingService;
  }
}
