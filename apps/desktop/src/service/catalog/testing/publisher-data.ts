import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../../../../', import.meta.url));

/** The folder of publishers' real files for tests and measurements; never part of the product. */
export const publisherData = process.env.APOTHECA_TEST_DATA ?? join(repository, '..', 'shared', 'data');

export const publisherFiles = {
  drugsAtFda: ['drugsatfda/drugsatfda.zip'],
  rxnorm: [
    'rxnorm_prescribable/concepts.csv',
    'rxnorm_prescribable/ndc_rxcui.csv',
    'rxnorm_prescribable/hierarchy.csv',
  ],
  ndcSample: ['openfda_samples/product_trimmed.txt', 'openfda_samples/package_trimmed.txt'],
  orangeBookParts: ['orange_book/patent.txt', 'orange_book/exclusivity.txt'],
} as const;

export function hasPublisherData(): boolean {
  return Object.values(publisherFiles)
    .flat()
    .every((name) => existsSync(join(publisherData, name)));
}
