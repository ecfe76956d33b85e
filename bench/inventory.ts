import { measureInventory } from '../packages/crdt-inventory/bench/inventory-bench.ts';
import { type Figure, ms } from './measure.ts';

/** The inventory document at the size of the experiments it was chosen by. */
export async function run(): Promise<readonly Figure[]> {
  const result = measureInventory({ operations: 200_000, batches: 3_000, replicas: 8 });
  return [
    {
      name: 'document of 200,000 movements, 3,000 lots, 8 replicas',
      value: `${Math.round(result.encodedBytes / 1024)} KB`,
    },
    { name: 'load and read every lot', value: ms(result.loadAndReadMs) },
    {
      name: 'one movement, here / on a peer',
      value: `${result.localMicros.toFixed(1)} / ${result.remoteMicros.toFixed(1)} us`,
    },
  ];
}
