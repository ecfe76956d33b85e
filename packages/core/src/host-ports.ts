import type { Kernel } from './kernel/kernel.ts';
import type { PasswordHasher } from './kernel/ports.ts';

/**
 * What modules need from the machine they run on, beside the database. The composition root fills it in; a module
 * takes only the part it names. Modules add their own ports by declaration merging in their `services.ts`.
 */
export interface HostPorts {
  readonly passwords: PasswordHasher;
  /** The code that opens backups without this machine, once, at set-up; null when it was already shown. */
  takeRecoveryCode(): string | null;
  /** Web origins the workstation is reached under, for passkeys. */
  webOrigins(): readonly string[];
  /** The running kernel; only from a request, never while modules start. */
  kernel(): Kernel;
  /** Roles this terminal runs with: terminal, standby, voice. */
  readonly terminalRoles: readonly string[];
}
