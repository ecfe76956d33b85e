import type { StoreProfile } from './model.ts';

export interface StoreService {
  /** Throws `not-set-up` as an assertion: nothing but set-up runs before. */
  profile(): StoreProfile;
  isSetUp(): boolean;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    store: StoreService;
  }
}
