import { Worker } from 'node:worker_threads';
import type { DocumentJob, DocumentRenderer, LabelDocument } from '@apotheca/core';
import { workerUrl } from '../install-paths.ts';

export interface DocumentQuestion {
  readonly id: number;
  readonly job: DocumentJob;
}
export type DocumentAnswer =
  | { readonly id: number; readonly document: LabelDocument }
  | { readonly id: number; readonly failed: string };

interface Waiting {
  resolve(document: LabelDocument): void;
  reject(error: Error): void;
}

/** Fonts and drawing take some 60 MB: given back when nobody prints. */
const idleMs = 5 * 60 * 1000;

/**
 * Draws documents in a thread of its own, so that a long leaflet does not hold up another counter. The thread starts
 * with the first document, goes when there is nothing to draw, and a crash of it costs only what it was drawing.
 */
export class DocumentThread implements DocumentRenderer {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;

  render(job: DocumentJob): Promise<LabelDocument> {
    clearTimeout(this.#idle);
    this.#lastId += 1;
    const question: DocumentQuestion = { id: this.#lastId, job };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      this.#running().postMessage(question);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(workerUrl('documents/document'));
    this.#worker = worker;
    worker.unref();
    worker.on('message', (answer: DocumentAnswer) => this.#settle(answer));
    worker.on('error', (error) => this.#ended(worker, error.name));
    worker.on('exit', () => this.#ended(worker, 'ended'));
    return worker;
  }

  #settle(answer: DocumentAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('document' in answer) waiting?.resolve(answer.document);
    else waiting?.reject(new Error(`a document could not be drawn: ${answer.failed}`));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.close(), idleMs);
    this.#idle.unref();
  }

  #ended(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new Error(`the drawing thread went away: ${why}`));
    this.#waiting.clear();
  }
}
