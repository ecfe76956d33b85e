import { useEffect, useState } from 'react';

/** The value once it has been quiet for a while: for questions that follow typing or moving through a list. */
export function useLater<T>(value: T, ms: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}
