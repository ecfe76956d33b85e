import type { client } from '../../client.ts';

export type StockItem = Awaited<ReturnType<typeof client.inventory.stock>>['items'][number];
export type Product = Awaited<ReturnType<typeof client.inventory.product>>;
export type Batch = StockItem['batches'][number];
