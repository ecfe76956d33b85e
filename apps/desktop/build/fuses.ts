import { join } from 'node:path';
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * Switches inside the packed program that no argument or environment variable can turn back: it cannot be run as Node,
 * inspected, or made to load code from beside the archive, and the archive is checked before it is run.
 */
export const fuses: FuseConfig = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  resetAdHocDarwinSignature: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

export interface PackedProgram {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  /** Name of the program without the suffix of its platform. */
  readonly programName: string;
}

export function programPath({ appOutDir, electronPlatformName, programName }: PackedProgram): string {
  if (electronPlatformName === 'darwin' || electronPlatformName === 'mas') return join(appOutDir, `${programName}.app`);
  return join(appOutDir, electronPlatformName === 'win32' ? `${programName}.exe` : programName);
}

/** After packing and before signing: a signature covers the fuses. */
export async function setFuses(program: PackedProgram): Promise<void> {
  const slices = await flipFuses(programPath(program), fuses);
  if (slices < 1) throw new Error('no fuse was set: is this an Electron program?');
}
