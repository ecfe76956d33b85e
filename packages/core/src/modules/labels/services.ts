import type { FontSource, LabelContent, LabelDocument, LabelFacts, LabelLanguage, LabelStock } from './model.ts';
import type { ReceiptFacts } from './receipt.ts';
import type { DocumentRenderer } from './render.ts';

/** What other modules may ask of labels. */
export interface LabelsService {
  /** Facts to label content; pure. `problems` names what a required element lacks. */
  compose(facts: LabelFacts): LabelContent;
  pdf(content: LabelContent, options?: { language?: LabelLanguage; stock?: LabelStock }): Promise<LabelDocument>;
  zpl(
    content: LabelContent,
    options?: { language?: LabelLanguage; stock?: LabelStock; dpi?: 203 | 300 },
  ): Promise<LabelDocument>;
  bagLabel(
    content: LabelContent,
    options?: { language?: LabelLanguage; binLocation?: string | null },
  ): Promise<LabelDocument>;
  leaflet(content: LabelContent, options?: { language?: LabelLanguage }): Promise<LabelDocument>;
  receipt(receipt: ReceiptFacts): Promise<LabelDocument>;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    labels: LabelsService;
  }
}

declare module '../../host-ports.ts' {
  interface HostPorts {
    /** The bundled font files. */
    readonly fonts: FontSource;
    /** Where documents are drawn; in the service's own thread when it is not given. */
    readonly documents?: DocumentRenderer;
  }
}
