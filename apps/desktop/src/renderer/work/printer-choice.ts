/** What is printed on: labels have a printer of their own. */
export type Paper = 'label' | 'paper';

interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Which printer this terminal prints on without asking; null asks each time. Kept with the window, not the store. */
export class PrinterChoice {
  readonly #storage: Storage | undefined;

  constructor(storage: Storage | undefined) {
    this.#storage = storage;
  }

  of(paper: Paper): string | null {
    return this.#storage?.getItem(keyOf(paper)) ?? null;
  }

  choose(paper: Paper, printer: string | null): void {
    if (printer === null) this.#storage?.removeItem(keyOf(paper));
    else this.#storage?.setItem(keyOf(paper), printer);
  }
}

function keyOf(paper: Paper): string {
  return `apotheca.printer.${paper}`;
}

export interface PrintParts {
  readonly choice: PrinterChoice;
  /** Prints without a dialog; rejects when the printer does not take it. */
  send(printer: string, base64: string): Promise<unknown>;
  openDialog(base64: string): void;
  onFailed(printer: string, error: unknown): void;
}

/** To the chosen printer; to the dialog where none is chosen, and where the chosen one fails. */
export async function printOn(paper: Paper, base64: string, parts: PrintParts): Promise<void> {
  const printer = parts.choice.of(paper);
  if (printer === null) {
    parts.openDialog(base64);
    return;
  }
  try {
    await parts.send(printer, base64);
  } catch (error) {
    parts.onFailed(printer, error);
    parts.openDialog(base64);
  }
}
