import { useEffect } from 'react';
import { client } from '../client.ts';

/** Says to the other terminals that a prescription is open here, as long as it is. A failure changes nothing. */
export function usePresence(id: string): void {
  useEffect(() => {
    if (id === '') return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const say = async () => {
      const answer = await client.prescriptions.presence({ id, open: true }).catch(() => null);
      if (!isGone) timer = setTimeout(() => void say(), (answer?.refreshSeconds ?? 30) * 1000);
    };
    void say();
    return () => {
      isGone = true;
      clearTimeout(timer);
      void client.prescriptions.presence({ id, open: false }).catch(() => undefined);
    };
  }, [id]);
}
