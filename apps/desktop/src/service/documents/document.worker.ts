import { parentPort } from 'node:worker_threads';
import { inProcessRenderer } from '@apotheca/core';
import { labelFonts } from '../files/label-fonts.ts';
import type { DocumentAnswer, DocumentQuestion } from './document-thread.ts';

const renderer = inProcessRenderer(labelFonts);

parentPort?.on('message', ({ id, job }: DocumentQuestion) => {
  renderer.render(job).then(
    (document) => parentPort?.postMessage({ id, document } satisfies DocumentAnswer),
    // The text of an error may quote what is on the label; its kind says enough.
    (error: unknown) => {
      const failed = error instanceof Error ? error.name : typeof error;
      parentPort?.postMessage({ id, failed } satisfies DocumentAnswer);
    },
  );
});
