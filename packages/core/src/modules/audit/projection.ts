import type { EventProjection, ProjectedRows } from '../../kernel/aggregate.ts';

export const auditMigrations = [
  {
    id: 'audit-001',
    sql: `
      CREATE TABLE audit_event (
        hlc INTEGER NOT NULL,
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        actor_name TEXT NOT NULL,
        role TEXT NOT NULL,
        action TEXT NOT NULL,
        outcome TEXT NOT NULL,
        patient_ids TEXT NOT NULL,
        objects TEXT NOT NULL,
        denials TEXT NOT NULL,
        revision TEXT,
        purpose TEXT NOT NULL,
        terminal_id TEXT NOT NULL,
        address TEXT NOT NULL,
        request_id TEXT NOT NULL,
        PRIMARY KEY (hlc, origin, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX audit_event_actor ON audit_event (actor_id, hlc);
      CREATE TABLE audit_patient (
        patient_id TEXT NOT NULL,
        hlc INTEGER NOT NULL,
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (patient_id, hlc, origin, seq)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // A person is asked for by id or by name, so no search could use it.
    id: 'audit-002',
    sql: 'DROP INDEX audit_event_actor',
  },
] as const;

/** The audit log is not written beside the ledger, it is read out of it: what changed cannot be missing here. */
export const auditProjection: EventProjection = {
  name: 'audit',
  types: ['*'],
  rows(_event, meta, target): ProjectedRows {
    const note = meta.audit;
    if (!note || target.item > 0) return {};
    const place = { origin: meta.origin, seq: meta.seq, hlc: meta.hlc };
    return {
      audit_event: [
        {
          ...place,
          at: meta.at,
          actor_id: meta.actor.userId,
          actor_name: meta.actor.userName,
          role: meta.actor.role,
          action: meta.action,
          outcome: note.outcome,
          patient_ids: JSON.stringify(note.patientIds),
          objects: JSON.stringify(note.objects),
          denials: JSON.stringify(note.denials),
          revision: note.revision,
          purpose: note.purpose,
          terminal_id: meta.actor.terminalId,
          address: meta.actor.address,
          request_id: note.requestId,
        },
      ],
      audit_patient: note.patientIds.map((patientId) => ({ patient_id: patientId, ...place })),
    };
  },
};
