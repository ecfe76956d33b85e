import { findInCode } from './code-only.ts';

export interface Ban {
  readonly what: string;
  /** Files it holds for. */
  readonly where: RegExp;
  readonly except?: RegExp;
  readonly pattern: RegExp;
}

const harness = /-fixture\.ts$|\.test\.tsx?$|\.contract\.ts$|\/testing\/|\/tests?\/|\/bench\//;
const pure = /^packages\/(core|crdt-inventory)\/src\//;

/** What a file may not call, by where it lies. `what` says what to do instead. */
export const bans: readonly Ban[] = [
  {
    what: 'the wall clock: take Clock or unit.at',
    where: pure,
    except: harness,
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
  },
  {
    what: 'chance: take Random or unit.newId',
    where: pure,
    except: harness,
    pattern: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/,
  },
  {
    what: 'timers: the composition root owns time',
    where: pure,
    except: harness,
    pattern: /\b(setTimeout|setInterval)\b/,
  },
  {
    what: 'the process and the network: take what is needed as a parameter',
    where: pure,
    except: harness,
    pattern: /\bprocess\.(env|argv|exit|cwd)\b|\bfetch\(|\bnew WebSocket\b/,
  },
  {
    what: 'console: log through the logger',
    where: /^(packages|apps)\/[^/]+\/src\/.*\.tsx?$/,
    except: /\.test\.tsx?$|\/cli\/|\/testing\/|\/bench\//,
    pattern: /\bconsole\.\w+\(/,
  },
  {
    what: 'code from text',
    where: /\.(tsx?|mjs)$/,
    pattern: /\beval\(|\bnew Function\(/,
  },
  {
    what: 'HTML from text: React escapes, this does not',
    where: /^(packages\/ui|apps\/desktop)\/src\//,
    except: /\.test\.tsx?$/,
    pattern: /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write\b/,
  },
];

export function findBanned(path: string, text: string, list: readonly Ban[] = bans): string[] {
  return list
    .filter((ban) => ban.where.test(path) && !ban.except?.test(path))
    .flatMap((ban) => findInCode(path, text, ban.pattern).map((place) => `${place} uses ${ban.what}`));
}
