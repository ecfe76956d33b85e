import type { Terminal } from '../terminal/open-terminal.ts';

/** Folds the whole ledger again into empty tables, and says whether anything came out differently. */
export async function rebuildStore(open: () => Promise<Terminal>, note: (line: string) => void): Promise<string[]> {
  const terminal = await open();
  try {
    const { kernel } = terminal;
    const before = kernel.projections.digest();
    let noted = 0;
    kernel.rebuild((rows) => {
      if (rows - noted < 50_000) return;
      noted = rows;
      note(`${rows} events folded`);
    });
    const after = kernel.projections.digest();
    const events = Object.values(kernel.ledger.vector()).reduce((sum, seq) => sum + seq, 0);
    return [
      `Rebuilt from ${events} events. Projections ${after}.`,
      before === after ? 'They are as they were before.' : `They were ${before} before: what differed is corrected.`,
    ];
  } finally {
    terminal.close();
  }
}
