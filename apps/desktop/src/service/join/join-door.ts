import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Terminal } from '../terminal/open-terminal.ts';
import { runInThread, type TaskRunner } from '../workers/run-task.ts';
import { joinRoute } from './join-routes.ts';
import { SnapshotShelf } from './snapshot-shelf.ts';

export interface JoinDoor {
  route(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** After the copy that is being made. */
  stop(): Promise<void>;
}

/** Where others join at this terminal. */
export function openJoinDoor(
  terminal: Terminal,
  onUnexpected: (error: unknown) => void,
  run: TaskRunner = runInThread,
): JoinDoor {
  const shelf = new SnapshotShelf(terminal, run, onUnexpected);
  shelf.sweep();
  const nodes = () => terminal.kernel.host.service('nodes');
  return {
    route: (request, response) => joinRoute({ shelf, nodes }, request, response),
    stop: () => shelf.stop(),
  };
}
