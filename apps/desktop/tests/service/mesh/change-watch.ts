import type { MeshTerminal } from './mesh-world.ts';

/** Listens to what changes at a terminal, as its screens do, and says when an id was first seen after `expect`. */
export class ChangeWatch {
  readonly #seen = new Map<string, number>();
  readonly #abort = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  static async open(terminal: MeshTerminal): Promise<ChangeWatch> {
    const watch = new ChangeWatch();
    if (!terminal.service) throw new Error(`${terminal.name} runs`);
    const response = await fetch(`${terminal.service.url}/api/v1/system/changes`, {
      headers: { Authorization: `Bearer ${terminal.tokens.owner}`, Accept: 'text/event-stream' },
      signal: watch.#abort.signal,
    });
    if (!response.ok || !response.body) throw new Error(`no changes: ${response.status}`);
    watch.#ended = watch.#read(response.body).catch(() => {});
    return watch;
  }

  /** When the id was announced here; undefined as long as it was not. */
  seen(id: string): number | undefined {
    return this.#seen.get(id);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      const nowMs = performance.now();
      for (const line of lines) {
        if (!line.startsWith('data:')) continue;
        const { changes } = JSON.parse(line.slice(5)) as { changes: { id: string }[] };
        for (const { id } of changes) if (!this.#seen.has(id)) this.#seen.set(id, nowMs);
      }
    }
  }
}
