import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { setFuses } from './fuses.ts';
import { desktop, stage } from './stage.ts';

/**
 * `npm run package -- [--mac | --win | --linux] [--dir] [--x64 | --arm64]`: packs the built program for a platform,
 * by default this one. `--dir` leaves the unpacked folder instead of installers.
 */
export interface PackageRequest {
  readonly platform: Platform;
  readonly arch: Arch;
  readonly isFolderOnly: boolean;
  readonly outputDir: string;
  /** A folder or zip with an Electron that is there already; fetched when absent. */
  readonly electronDist?: string;
}

export async function packageProgram(request: PackageRequest): Promise<string[]> {
  const folder = join(request.outputDir, 'stage');
  stage(folder, process.env.APOTHECA_UPDATE_FEED);
  return build({
    projectDir: folder,
    targets: request.platform.createTarget(request.isFolderOnly ? 'dir' : undefined, request.arch),
    publish: 'never',
    config: configuration(request),
  });
}

export function configuration(request: Pick<PackageRequest, 'outputDir' | 'electronDist'>): Configuration {
  return {
    extends: join(desktop, 'electron-builder.yml'),
    electronVersion: electronVersion(),
    ...(request.electronDist === undefined ? {} : { electronDist: request.electronDist }),
    // Beside the archive: the service looks four folders up from itself, in the project and in the package alike.
    extraResources: [{ from: join(desktop, '..', '..', 'resources'), to: '.' }],
    directories: { output: request.outputDir, buildResources: join(desktop, 'build') },
    afterPack: async ({ appOutDir, electronPlatformName, packager }) => {
      const isLinux = electronPlatformName === 'linux';
      const programName = isLinux ? 'apotheca' : packager.appInfo.productFilename;
      await setFuses({ appOutDir, electronPlatformName, programName });
    },
  };
}

const electronManifest = createRequire(join(desktop, 'package.json')).resolve('electron/package.json');

function electronVersion(): string {
  return JSON.parse(readFileSync(electronManifest, 'utf8')).version;
}

/** The Electron that `npm start` fetched; it is of this platform only. */
function fetchedElectron(): string | undefined {
  const folder = join(dirname(electronManifest), 'dist');
  return existsSync(join(folder, 'version')) ? folder : undefined;
}

function read(argv: readonly string[]): PackageRequest {
  const isOther = ['--mac', '--win', '--linux', '--x64', '--arm64'].some((flag) => argv.includes(flag));
  const electronDist = isOther ? undefined : fetchedElectron();
  const platforms: [string, Platform][] = [
    ['--mac', Platform.MAC],
    ['--win', Platform.WINDOWS],
    ['--linux', Platform.LINUX],
  ];
  return {
    platform: platforms.find(([flag]) => argv.includes(flag))?.[1] ?? Platform.current(),
    arch: argv.includes('--arm64') || (!argv.includes('--x64') && process.arch === 'arm64') ? Arch.arm64 : Arch.x64,
    isFolderOnly: argv.includes('--dir'),
    outputDir: resolve(desktop, '..', '..', 'artifacts', 'package'),
    ...(electronDist === undefined ? {} : { electronDist }),
  };
}

if (import.meta.main) {
  try {
    const made = await packageProgram(read(process.argv.slice(2)));
    for (const file of made) process.stdout.write(`${file}\n`);
  } catch (error) {
    const what = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    process.stderr.write(
      `Packing failed: ${what}. Check that this machine reaches Electron's downloads, then try again.\n`,
    );
    process.exitCode = 1;
  }
}
