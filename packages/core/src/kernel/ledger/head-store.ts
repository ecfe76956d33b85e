/** Remembered outside the database, so that a database put back to an older state is noticed. */
export interface LedgerHead {
  readonly origin: string;
  readonly seq: number;
}
export interface HeadStore {
  read(): LedgerHead | null;
  write(head: LedgerHead): void;
}

/** Last row of an origin. */
export interface Head {
  seq: number;
  hash: Uint8Array;
}

/**
 * Why another terminal's row was not taken. `too-far-ahead` passes with time, or once the wrong clock is put right;
 * the rows of that origin wait where they are until then.
 */
export type IngestVerdict = 'taken' | 'known' | 'gap' | 'fork' | 'broken-chain' | 'too-far-ahead' | 'unknown-origin';
