import type { PeerSession } from './peer-session.ts';
import type { TakeVerdict } from './ports.ts';

/** How one origin comes in here. */
export interface OriginState {
  readonly origin: string;
  source: PeerSession | null;
  /** Last row that is durable or in line for it. */
  received: number;
  /** Messages in line. */
  pending: number;
  /** When a row last came, or when there was nothing to wait for. */
  progressMs: number;
  askedMs: number;
  retryAtMs: number;
  refusals: number;
  verdict: TakeVerdict | 'below-floor' | null;
}

export function newOriginState(origin: string, received: number, nowMs: number): OriginState {
  return {
    origin,
    source: null,
    received,
    pending: 0,
    progressMs: nowMs,
    askedMs: nowMs,
    retryAtMs: 0,
    refusals: 0,
    verdict: null,
  };
}
