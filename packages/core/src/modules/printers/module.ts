import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { printersContract } from './contract.ts';
import type {} from './services.ts';

/**
 * Printers of the computer this terminal runs on. What was printed of whom is recorded by `labels.print`, which
 * answers the document; here it only goes to paper.
 */
export function printersModule({ printing }: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'printers',
    version: '1.0.0',
    requires: [],
    contract: printersContract,
    aggregates: [],
    projections: [],
    migrations: [],
    start: () => ({
      handlers: {
        async list() {
          return { canPrint: printing !== undefined, items: printing ? [...(await printing.printers())] : [] };
        },
        async send({ base64, ...job }) {
          if (!printing) throw new RefusalError({ kind: 'no-silent-printing', data: undefined });
          try {
            await printing.print({ ...job, bytes: Buffer.from(base64, 'base64') });
          } catch (error) {
            const reason = error instanceof Error ? error.message : 'The printer gave no reason.';
            throw new RefusalError({ kind: 'print-failed', data: { reason } });
          }
          return { printer: job.printer, copies: job.copies };
        },
      },
    }),
  });
}
