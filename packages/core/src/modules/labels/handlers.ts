import type { Handlers, ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { labelOfFill } from './content-of-fill.ts';
import type { labelsContract } from './contract.ts';
import { composeLeaflet } from './leaflet/compose-leaflet.ts';
import { labelPrintsAggregate, printNumber } from './prints.ts';
import type { DocumentJob, DocumentRenderer } from './render.ts';
import { labelLines } from './wording/label-lines.ts';

/** Fills whose papers must not be printed any more. */
const closedStatuses = new Set(['rejected', 'returned', 'voided', 'superseded']);

export function labelHandlers(context: ModuleContext, documents: DocumentRenderer): Handlers<typeof labelsContract> {
  const read = (call: Parameters<typeof context.read>[0], action: string, fillId: string) =>
    context.read(
      call,
      { action, patientIds: (label) => (label.prescription.patientId ? [label.prescription.patientId] : []) },
      () => labelOfFill(context, fillId),
    );
  const printsOf = (fillId: string) => context.load(labelPrintsAggregate, fillId) ?? { prints: [] };
  return {
    async label({ id, format, language, stock, dpi }, call) {
      const label = read(call, 'labels.label', id);
      const spoken = language ?? label.language;
      const job: DocumentJob | null =
        format === 'json'
          ? null
          : {
              kind: 'vial',
              content: label.content,
              language: spoken,
              stock: stock ?? '2.25x4',
              format,
              dpi: dpi ?? 203,
              copies: 1,
            };
      return {
        fillId: id,
        format,
        language: spoken,
        content: label.content,
        lines: labelLines(label.content, spoken),
        document: job && (await documents.render(job)),
        prints: printsOf(id).prints.length,
      };
    },

    async bagLabel({ id, language }, call) {
      const { content, fill, language: own } = read(call, 'labels.bag-label', id);
      const spoken = language ?? own;
      return {
        fillId: id,
        language: spoken,
        document: await documents.render({ kind: 'bag', content, language: spoken, binLocation: fill.binLocation }),
      };
    },

    async leaflet({ id, language }, call) {
      const { content, language: own } = read(call, 'labels.leaflet', id);
      const spoken = language ?? own;
      const { hasMonograph, sections } = composeLeaflet(content, spoken);
      return {
        fillId: id,
        language: spoken,
        hasMonograph,
        sections: sections.map((section) => ({ ...section, paragraphs: [...section.paragraphs] })),
        document: await documents.render({ kind: 'leaflet', content, language: spoken }),
      };
    },

    async signaturePage({ id, language }, call) {
      const { content, language: own } = read(call, 'labels.signature-page', id);
      const spoken = language ?? own;
      return {
        fillId: id,
        language: spoken,
        document: await documents.render({ kind: 'signature', content, language: spoken }),
      };
    },

    async print({ id, kind, format, language, stock, dpi, copies, reason }, call) {
      const printed = context.command(call, { action: 'labels.print' }, (unit) => {
        const { prescription, fill, language: own } = labelOfFill(context, id);
        if (closedStatuses.has(fill.status))
          throw new RefusalError({ kind: 'fill-void', data: { status: fill.status } });
        const before = unit.load(labelPrintsAggregate, id)?.prints.filter((print) => print.kind === kind).length ?? 0;
        unit.authorize({
          patientId: prescription.patientId,
          stage: prescription.stage,
          fillStatus: fill.status,
          kind,
          reprints: before,
          schedule: prescription.product?.schedule ?? null,
        });
        const printId = unit.newId('print');
        const spoken = language ?? own;
        const sheet = kind === 'vial' ? format : 'pdf';
        const state = unit.append(labelPrintsAggregate, id, {
          type: 'label.printed',
          payload: { printId, kind, language: spoken, format: sheet, copies, reason: reason ?? null },
        });
        const number = printNumber(state, printId);
        return {
          printId,
          fillId: id,
          kind,
          language: spoken,
          copies,
          printNumber: number,
          reprint: number > 1,
          reason: reason ?? null,
          printedBy: call.session?.userName ?? '',
          printedAt: unit.at,
          terminalId: context.terminalId,
        };
      });
      const { content, fill } = labelOfFill(context, id);
      const spoken = printed.language;
      const job: DocumentJob =
        kind === 'vial'
          ? { kind, content, language: spoken, stock: stock ?? '2.25x4', format, dpi, copies }
          : kind === 'bag'
            ? { kind, content, language: spoken, binLocation: fill.binLocation }
            : { kind, content, language: spoken };
      return { ...printed, document: await documents.render(job) };
    },

    prints({ id }, call) {
      read(call, 'labels.prints', id);
      const state = printsOf(id);
      return {
        items: state.prints.map((print) => {
          const number = printNumber(state, print.printId);
          const { printId, kind, language, copies, reason, by, at, terminalId } = print;
          return {
            printId,
            fillId: id,
            kind,
            language,
            copies,
            printNumber: number,
            reprint: number > 1,
            reason,
            printedBy: by,
            printedAt: at,
            terminalId,
          };
        }),
      };
    },
  };
}
