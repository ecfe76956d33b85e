import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const endPhases = new Set(['done', 'failed', 'cancelled']);
const lookEveryMs = 400;

export interface ImportJobQuery<J> {
  readonly queryKey: QueryKey;
  readonly queryFn: () => Promise<J>;
  readonly phaseOf: (job: J) => string;
  /** What is read anew once it has ended. */
  readonly changes: QueryKey;
  readonly jobId: string | null;
}

/** Follows a job of the service until it has ended. */
export function useImportJob<J>({ queryKey, queryFn, phaseOf, changes, jobId }: ImportJobQuery<J>) {
  const queries = useQueryClient();
  const { data: job } = useQuery<J>({
    queryKey: [...queryKey, jobId],
    queryFn,
    enabled: jobId !== null,
    refetchInterval: ({ state }) =>
      state.data !== undefined && endPhases.has(phaseOf(state.data)) ? false : lookEveryMs,
  });
  const isEnded = job !== undefined && endPhases.has(phaseOf(job));
  useEffect(() => {
    if (isEnded) void queries.invalidateQueries({ queryKey: changes });
    // `changes` is built anew at every drawing and always the same.
  }, [isEnded, queries]);
  return { job, isEnded };
}
