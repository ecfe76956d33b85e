import type { Call, Session } from '../../kernel/module.ts';
import type { UserState } from './model.ts';

export interface AuthService {
  /** The session of a bearer token; null when there is none (any more). */
  authenticate(token: string): Session | null;
  isLocked(sessionId: string): boolean;
  /** True when the code is the signed-in user's; marks the session. Throws nothing. Do it before the command. */
  verifySecondFactor(call: Call, totp: string): Promise<boolean>;
  user(id: string): UserState | undefined;
  nameOf(userId: string): string;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    auth: AuthService;
  }
}
