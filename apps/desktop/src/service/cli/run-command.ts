import { resolve } from 'node:path';
import { defaultDataDir } from '../config/default-data-dir.ts';
import { type ParsedFlags, parseFlags } from '../config/flags.ts';
import { isDataDirLocked } from '../database/data-dir-lock.ts';
import { askRunning } from '../maintenance/ask-running.ts';
import { OperatorError } from '../operator-error.ts';
import { readRunning } from '../terminal/running-file.ts';
import type { CommandWorld } from './command-world.ts';

interface Usage {
  readonly words: string;
  /** Files that follow the command: at least, at most. */
  readonly files: readonly [number, number];
  readonly mayCreate?: boolean;
}

/** The order is that of the help line. */
const usages: Readonly<Record<string, Usage>> = {
  'drugs import': { words: 'drugs import FILE...', files: [1, 12], mayCreate: true },
  'patients import': { words: 'patients import FILE...', files: [1, 500] },
  backup: { words: 'backup FILE', files: [1, 1] },
  restore: { words: 'restore FILE [--recovery-code CODE]', files: [1, 1] },
  'export-ledger': { words: 'export-ledger FILE', files: [1, 1] },
  rebuild: { words: 'rebuild', files: [0, 0] },
  verify: { words: 'verify [FILE]', files: [0, 1] },
  status: { words: 'status', files: [0, 0] },
  modules: { words: 'modules', files: [0, 0] },
  'recovery-code': { words: 'recovery-code', files: [0, 0] },
};

const flagTable = { 'data-dir': { takes: 'value' }, 'recovery-code': { takes: 'value' } } as const;

/** Runs one maintenance command and answers what it prints. */
export async function runCommand(argv: readonly string[], world: CommandWorld): Promise<string[]> {
  const parsed = parseFlags(argv, flagTable);
  const { name, usage, files } = readWords(parsed);
  const dataDirFlag = parsed.flags.get('data-dir')?.[0];
  const dataDir = dataDirFlag === undefined ? defaultDataDir(null, world.env) : resolve(dataDirFlag);
  const recoveryCode = parsed.flags.get('recovery-code')?.[0];
  if (recoveryCode !== undefined && name !== 'restore') {
    throw new OperatorError(`--recovery-code goes with restore only, not with ${name}.`);
  }
  const running = name === 'restore' || name === 'rebuild' ? null : runningIn(dataDir);
  const [file] = files;
  if (running && !(name === 'verify' && file !== undefined)) return askRunning(running, name, files);
  // Loaded only now: a wrong word, and a question to the running service, are answered at once.
  const { runHere } = await import('./run-here.ts');
  return runHere({ name, files, dataDir, recoveryCode, mayCreate: usage.mayCreate === true, world });
}

function readWords({ words }: ParsedFlags): { name: string; usage: Usage; files: string[] } {
  const two = words.slice(0, 2).join(' ');
  const name = Object.hasOwn(usages, two) ? two : (words[0] ?? '');
  const usage = Object.hasOwn(usages, name) ? usages[name] : undefined;
  if (!usage) throw new OperatorError(name === '' ? help() : `There is no command "${two}". ${help()}`);
  const files = words.slice(name.split(' ').length).map((file) => resolve(file));
  const [least, most] = usage.files;
  if (files.length < least || files.length > most) {
    throw new OperatorError(`Write it as: npm run apotheca -- ${usage.words} --data-dir DIR`);
  }
  return { name, usage, files };
}

function help(): string {
  const list = Object.values(usages).map((usage) => usage.words);
  return `Commands: ${list.join(' | ')}; each with --data-dir DIR.`;
}

function runningIn(dataDir: string): ReturnType<typeof readRunning> {
  const running = readRunning(dataDir);
  return running && isDataDirLocked(dataDir) ? running : null;
}
