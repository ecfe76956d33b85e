import { join } from 'node:path';
import { killRounds } from '../../apps/desktop/tests/service/kill-rounds.ts';
import { killAll } from '../../apps/desktop/tests/service/service-process.ts';
import { inDirectory, type SoakPart } from './part.ts';

/** Nothing that was answered is lost, however often the service is killed. */
export function kills({ rounds, seed }: { rounds: number; seed: number }): Promise<SoakPart> {
  const log = (line: string) => console.log(line);
  return inDirectory(
    `--kills --seed ${seed} --rounds ${rounds}`,
    (dir) => killRounds({ rounds, seed, dataDir: join(dir, 'store'), log }),
    killAll,
  );
}
