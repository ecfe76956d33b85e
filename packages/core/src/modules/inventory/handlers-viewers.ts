import { sha256 } from '../../kernel/canonical.ts';
import type { Handlers } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { inventoryContract } from './contract.ts';
import type { ViewersService } from './services.ts';
import type { StockRoom } from './stock-room.ts';
import { stockSharingAggregate, stockSharingId, stockViewerAggregate } from './viewers.ts';

type ViewerHandlers = Pick<
  Handlers<typeof inventoryContract>,
  'viewers' | 'addViewer' | 'revokeViewer' | 'sharing' | 'setSharing'
>;

const tokenBytes = 32;

interface ViewerRow {
  readonly id: string;
  readonly name: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly revokedAt: string | null;
}
const columns =
  'aggregate_id AS id, name, added_at AS addedAt, added_by AS addedBy, revoked_at AS revokedAt FROM inventory_viewer';

/** Who outside the store may watch the stock. */
export function viewerHandlers({ context, keeper }: StockRoom): ViewerHandlers {
  const sharing = () => context.load(stockSharingAggregate, stockSharingId) ?? stockSharingAggregate.initial('');
  const find = (id: string) =>
    context.db.prepare<ViewerRow>(`SELECT ${columns} WHERE aggregate_id = ? AND added_at <> ''`).get(id);
  return {
    viewers: () => ({
      items: context.db.prepare<ViewerRow>(`SELECT ${columns} WHERE added_at <> '' ORDER BY added_at, id`).all(),
    }),

    addViewer({ name }, call) {
      return context.command(call, { action: 'inventory.add-viewer' }, (unit) => {
        unit.authorize({});
        const token = Buffer.from(unit.random(tokenBytes)).toString('base64url');
        const id = unit.newId('viewer');
        const payload = { name, tokenHash: hashOf(token) };
        unit.append(stockViewerAggregate, id, { type: 'inventory.viewer-added', payload });
        return { id, token, room: keeper.replica.room() };
      });
    },

    revokeViewer({ id, reason }, call) {
      context.command(call, { action: 'inventory.revoke-viewer' }, (unit) => {
        unit.authorize({});
        const viewer = unit.load(stockViewerAggregate, id);
        if (!viewer?.addedAt) throw notFound(id);
        if (viewer.revokedAt === null) {
          unit.append(stockViewerAggregate, id, { type: 'inventory.viewer-revoked', payload: { reason } });
        }
        return null;
      });
      const row = find(id);
      if (!row) throw notFound(id);
      return row;
    },

    sharing,

    setSharing({ isShared }, call) {
      context.command(call, { action: 'inventory.set-sharing' }, (unit) => {
        unit.authorize({ isShared });
        if (call.session?.role !== 'owner') throw new RefusalError({ kind: 'owner-only', data: undefined });
        const before = unit.load(stockSharingAggregate, stockSharingId)?.isShared ?? false;
        if (before !== isShared) {
          unit.append(stockSharingAggregate, stockSharingId, {
            type: 'inventory.sharing-set',
            payload: { isShared },
          });
        }
        return null;
      });
      return sharing();
    },
  };
}

/** What the transport asks about whoever knocks. */
export function viewersService({ context }: StockRoom): ViewersService {
  return {
    ofToken(token) {
      const row = context.db
        .prepare<{ id: string }>('SELECT aggregate_id AS id FROM inventory_viewer WHERE token_hash = ?')
        .get(hashOf(token));
      return row && this.mayWatch(row.id) ? row.id : null;
    },
    mayWatch(id) {
      const viewer = context.load(stockViewerAggregate, id);
      return viewer !== undefined && viewer.addedAt !== '' && viewer.revokedAt === null;
    },
    sharing: () => ({
      isShared: context.load(stockSharingAggregate, stockSharingId)?.isShared ?? false,
      decision: context.version(stockSharingAggregate, stockSharingId),
    }),
  };
}

function hashOf(token: string): string {
  return Buffer.from(sha256(`apotheca-stock-viewer-1\n${token}`)).toString('hex');
}

function notFound(id: string): RefusalError {
  return new RefusalError({ kind: 'not-found', data: { what: 'viewer', id } });
}
