import type { client } from '../../client.ts';

type Terminal = Awaited<ReturnType<typeof client.nodes.terminals>>['items'][number];
type Peer = Awaited<ReturnType<typeof client.nodes.status>>['peers'][number];

/** One line of the list: what the register says, and how the link stands now. */
export interface TerminalRow extends Terminal {
  readonly state: 'self' | 'revoked' | 'connected' | 'apart';
  readonly peer: Peer | null;
  /** Holds the lease of the store: what one alone may do is done there. */
  readonly leads: boolean;
}

export function terminalRows(
  terminals: readonly Terminal[],
  status: { readonly peers: readonly Peer[]; readonly leader: string | null },
): TerminalRow[] {
  return terminals.map((terminal) => {
    const peer = status.peers.find((one) => one.terminalId === terminal.terminalId) ?? null;
    return { ...terminal, peer, state: stateOf(terminal, peer), leads: terminal.terminalId === status.leader };
  });
}

function stateOf(terminal: Terminal, peer: Peer | null): TerminalRow['state'] {
  if (terminal.revokedAt !== null) return 'revoked';
  if (terminal.isSelf) return 'self';
  return peer?.connected ? 'connected' : 'apart';
}

/** `9:05` until a code expires; null when it has. */
export function timeLeft(expiresAt: string, nowMs: number): string | null {
  const seconds = Math.ceil((Date.parse(expiresAt) - nowMs) / 1000);
  if (seconds <= 0) return null;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
