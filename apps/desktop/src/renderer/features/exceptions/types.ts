import type { client } from '../../client.ts';

export type Exception = Awaited<ReturnType<typeof client.exceptions.list>>['items'][number];
export type ExceptionAction = Exception['actions'][number];
