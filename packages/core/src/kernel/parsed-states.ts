/** States kept; a prescription with its fills is some tens of kilobytes in memory. */
const statesMax = 256;

/**
 * States as they were read and parsed, by what they say: an entry is used only where the stored digest is the one it
 * was read with. So nothing has to be told when a transaction is rolled back or a row of another terminal comes in.
 * Only what was parsed from the stored text is kept, never what a fold left in memory.
 */
export class ParsedStates {
  readonly #states = new Map<string, { readonly digest: Uint8Array; readonly state: unknown }>();

  of(key: string, digest: Uint8Array, read: () => string): unknown {
    const known = this.#states.get(key);
    if (known) this.#states.delete(key);
    const isSame = known && Buffer.compare(known.digest, digest) === 0;
    const entry = isSame ? known : { digest, state: JSON.parse(read()) as unknown };
    this.#states.set(key, entry);
    if (this.#states.size > statesMax) this.#states.delete(this.#states.keys().next().value as string);
    return entry.state;
  }
}
