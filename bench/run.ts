/**
 * `npm run bench [-- SECTION ...]`: figures as ratios against a peer or the physical limit in the same run. Nothing
 * here is a test; an aim that is missed is printed as missed.
 */
import type { Figure } from './measure.ts';

const sections: Record<string, () => Promise<{ run(): Promise<readonly Figure[]> }>> = {
  ledger: () => import('./ledger.ts'),
  'catch-up': () => import('./catch-up.ts'),
  'hand-over': () => import('./hand-over.ts'),
  inventory: () => import('./inventory.ts'),
  document: () => import('./document.ts'),
  sync: () => import('./sync.ts'),
  catalog: () => import('./catalog.ts'),
  relay: () => import('./relay.ts'),
  large: () => import('./large-store.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no section "${unknown.join(', ')}". Sections: ${Object.keys(sections).join(', ')}.\n`);
  process.exit(1);
}

let missed = 0;
for (const [name, load] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  const figures = await (await load()).run();
  for (const figure of figures) {
    const verdict = figure.isMet === undefined ? '' : figure.isMet ? '  met' : '  MISSED';
    if (figure.isMet === false) missed += 1;
    process.stdout.write(`  ${figure.name.padEnd(58)} ${figure.value.padStart(16)}  ${figure.aim ?? ''}${verdict}\n`);
  }
}
process.stdout.write(
  `\n${missed === 0 ? 'Every aim was met in this run.' : `${missed} aims were missed in this run.`}\n`,
);
