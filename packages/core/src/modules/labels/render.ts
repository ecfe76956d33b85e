import { bagPages } from './layout/bag.ts';
import { drawPdf } from './layout/draw-pdf.ts';
import { drawZpl } from './layout/draw-zpl.ts';
import { leafletPages, signaturePages } from './layout/letter.ts';
import type { Page } from './layout/page.ts';
import { receiptPages } from './layout/receipt.ts';
import { vialPages } from './layout/vial.ts';
import type { LabelContent, LabelDocument, LabelLanguage, LabelStock } from './model.ts';
import type { ReceiptFacts } from './receipt.ts';
import { FontSet } from './text/fonts.ts';

/** What is to be drawn: plain data, so that it can be sent to a worker thread. */
export type DocumentJob =
  | {
      readonly kind: 'vial';
      readonly content: LabelContent;
      readonly language: LabelLanguage;
      readonly stock: LabelStock;
      readonly format: 'pdf' | 'zpl';
      readonly dpi: 203 | 300;
      readonly copies: number;
    }
  | {
      readonly kind: 'bag';
      readonly content: LabelContent;
      readonly language: LabelLanguage;
      readonly binLocation: string | null;
    }
  | { readonly kind: 'leaflet' | 'signature'; readonly content: LabelContent; readonly language: LabelLanguage }
  | { readonly kind: 'receipt'; readonly receipt: ReceiptFacts };

/** Pure: the same job gives the same bytes. */
export async function renderDocument(job: DocumentJob, fonts: FontSet): Promise<LabelDocument> {
  const pages = pagesOf(job, fonts);
  const { fileName, title, language, date } = describe(job);
  if (job.kind === 'vial' && job.format === 'zpl') {
    const text = drawZpl(pages, job.dpi, job.copies);
    return {
      mediaType: 'text/vnd.zpl',
      fileName: `${fileName}.zpl`,
      base64: Buffer.from(text, 'utf8').toString('base64'),
      pages: pages.length,
    };
  }
  const bytes = await drawPdf(pages, { title, language, date });
  return {
    mediaType: 'application/pdf',
    fileName: `${fileName}.pdf`,
    base64: Buffer.from(bytes).toString('base64'),
    pages: pages.length,
  };
}

function pagesOf(job: DocumentJob, fonts: FontSet): Page[] {
  switch (job.kind) {
    case 'vial':
      return vialPages(job.content, job.language, job.stock, fonts);
    case 'bag':
      return bagPages(job.content, job.language, job.binLocation, fonts);
    case 'leaflet':
      return leafletPages(job.content, job.language, fonts);
    case 'signature':
      return signaturePages(job.content, job.language, fonts);
    case 'receipt':
      return receiptPages(job.receipt, fonts);
  }
}

/** File names carry numbers only, never a name. */
function describe(job: DocumentJob): { fileName: string; title: string; language: string; date: string } {
  if (job.kind === 'receipt') {
    const number = job.receipt.receiptNumber.replace(/[^\w-]/g, '');
    return {
      fileName: `receipt-${number}`,
      title: `Receipt ${number}`,
      language: 'en',
      date: job.receipt.at.slice(0, 10),
    };
  }
  const { content, language } = job;
  const number = `${content.rxNumber.replace(/[^\w-]/g, '')}-${content.fillNumber}${content.part > 0 ? `-${content.part}` : ''}`;
  return { fileName: `${job.kind}-${number}`, title: `${job.kind} ${number}`, language, date: content.filledOn };
}

/** Draws documents, here or in a worker thread. */
export interface DocumentRenderer {
  render(job: DocumentJob): Promise<LabelDocument>;
}

/** In this thread: a label takes 20 to 50 ms once the fonts are open. */
export function inProcessRenderer(fonts: ConstructorParameters<typeof FontSet>[0]): DocumentRenderer {
  const set = new FontSet(fonts);
  return { render: (job) => renderDocument(job, set) };
}
