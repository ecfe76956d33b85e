import { join } from 'node:path';
import { root, runMain, SetupError } from '../bootstrap/root.mjs';
import { reportOf, sumOf } from './report.mjs';
import { checkLint, checkTypes, clearArtifacts, runVitest, runWindow } from './steps.mjs';

const artifacts = join(root, 'artifacts', 'test');

const steps = {
  types: checkTypes,
  lint: checkLint,
  tidy: () => runVitest('tidy', ['--project', 'tidy'], artifacts),
  unit: () => runVitest('unit', ['--project', '!tidy'], artifacts),
  window: () => runWindow(artifacts),
};

runMain(async () => {
  const results = [];
  clearArtifacts(artifacts);
  for (const name of chosen(process.argv.slice(2))) {
    process.stdout.write(`\n== ${name}\n`);
    const started = performance.now();
    const result = await steps[name]();
    results.push({ name, ...result, seconds: (performance.now() - started) / 1000 });
  }
  process.stdout.write(`\n${reportOf(results)}\n`);
  const { failed, skipped } = sumOf(results);
  const isSilentSkip = skipped.some(({ reason }) => reason === null);
  return failed > 0 || isSilentSkip ? 1 : 0;
});

function chosen(argv) {
  if (argv.length === 0) return Object.keys(steps);
  const names = (argv[0] === '--only' ? (argv[1] ?? '') : (/^--only=(.*)$/.exec(argv[0])?.[1] ?? '')).split(',');
  for (const name of names) {
    if (!Object.hasOwn(steps, name)) {
      throw new SetupError(`Write npm test -- --only STEP[,STEP] with ${Object.keys(steps).join(', ')}.`);
    }
  }
  return names;
}
