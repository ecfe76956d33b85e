import { Button, type Column, DataTable, Dialog, Select, Tag, TextField } from '@apotheca/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useCommand } from '../../work/use-command.ts';

type User = Awaited<ReturnType<typeof client.auth.users>>['items'][number];
type Role = User['role'];
const roles: readonly Role[] = ['technician', 'pharmacist', 'pharmacist-in-charge', 'manager', 'owner', 'auditor'];
const roleOptions = roles.map((value) => ({ value, label: t(`role.${value}`) }));

export function UsersPanel() {
  const query = useQuery(api.auth.users.queryOptions());
  return <QueryView query={query}>{({ items }) => <Users users={items} />}</QueryView>;
}

type Asked = { kind: 'add' } | { kind: 'reset'; user: User } | { kind: 'role'; user: User } | null;

function Users({ users }: { users: readonly User[] }) {
  const queries = useQueryClient();
  const [selected, setSelected] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked>(null);
  const refresh = () => void queries.invalidateQueries({ queryKey: api.auth.users.key() });
  const change = useCommand(client.auth.changeUser, refresh);
  const current = users.find((user) => user.id === selected) ?? null;
  const columns: readonly Column<User>[] = [
    {
      id: 'name',
      header: t('settings.user'),
      width: 'minmax(10rem,1fr)',
      cell: (row) => row.name,
      sortValue: (row) => row.name,
    },
    {
      id: 'username',
      header: t('settings.username'),
      width: '10rem',
      cell: (row) => <span className="mono">{row.username}</span>,
    },
    {
      id: 'role',
      header: t('settings.role'),
      width: '11rem',
      cell: (row) => t(`role.${row.role}`),
      sortValue: (row) => row.role,
    },
    { id: 'factor', header: t('settings.factor'), width: '11rem', cell: (row) => factors(row) },
    {
      id: 'state',
      header: '',
      width: '8rem',
      cell: (row) => (
        <Tag tone={row.active ? 'ok' : 'warn'}>{t(row.active ? 'settings.state.on' : 'settings.state.off')}</Tag>
      ),
    },
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2.5">
      <ProblemNotice problem={change.problem} />
      <div className="card min-h-0 flex-1 overflow-hidden">
        <DataTable
          aria-label={t('settings.users')}
          columns={columns}
          rows={users}
          rowKey={(row) => row.id}
          selectedKey={selected}
          onSelect={setSelected}
          onOpen={(user) => setAsked({ kind: 'role', user })}
          autoFocus
        />
      </div>
      <div className="flex justify-end gap-2">
        {current ? (
          <>
            <Button keys="P" onPress={() => setAsked({ kind: 'reset', user: current })}>
              {t('settings.user.reset')}
            </Button>
            <Button keys="C" onPress={() => setAsked({ kind: 'role', user: current })}>
              {t('settings.user.change')}
            </Button>
            <Button
              keys="S"
              tone={current.active ? 'no' : 'plain'}
              isBusy={change.isBusy}
              onPress={() => void change.run({ id: current.id, active: !current.active })}
            >
              {t(current.active ? 'settings.user.off' : 'settings.user.on')}
            </Button>
          </>
        ) : null}
        <Button tone="go" keys="N" onPress={() => setAsked({ kind: 'add' })}>
          {t('settings.user.add')}
        </Button>
      </div>
      {asked ? (
        <UserDialog
          key={`${asked.kind} ${'user' in asked ? asked.user.id : ''}`}
          asked={asked}
          onClose={() => setAsked(null)}
          onDone={refresh}
        />
      ) : null}
    </div>
  );
}

function factors(user: User): string {
  return [
    user.hasTotp ? t('settings.factor.totp') : null,
    user.passkeys.length > 0 ? t('settings.factor.passkey') : null,
    user.hasPin ? t('settings.factor.pin') : null,
  ]
    .filter(Boolean)
    .join(', ');
}

function UserDialog({
  asked,
  onClose,
  onDone,
}: {
  asked: NonNullable<Asked>;
  onClose: () => void;
  onDone: () => void;
}) {
  const user = 'user' in asked ? asked.user : null;
  const [form, setForm] = useState({
    username: '',
    name: user?.name ?? '',
    role: user?.role ?? ('technician' as Role),
    password: '',
  });
  const done = () => {
    onDone();
    onClose();
  };
  const create = useCommand(client.auth.createUser, done);
  const change = useCommand(client.auth.changeUser, done);
  const reset = useCommand(client.auth.resetPassword, done);
  const problem = create.problem ?? change.problem ?? reset.problem;
  function submit() {
    if (asked.kind === 'add') void create.run(form);
    else if (asked.kind === 'role') void change.run({ id: asked.user.id, name: form.name, role: form.role });
    else void reset.run({ id: asked.user.id, password: form.password });
  }
  const titles = { add: 'settings.user.add', role: 'settings.user.change', reset: 'settings.user.reset' } as const;
  return (
    <Dialog
      isOpen
      isFirm
      title={user ? `${t(titles[asked.kind])} · ${user.name}` : t(titles[asked.kind])}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} keys="Escape" keyOptions={{ whileTyping: true }}>
            {t('common.cancel')}
          </Button>
          <Button
            tone="go"
            keys="Ctrl+Enter"
            keyOptions={{ whileTyping: true }}
            isBusy={create.isBusy || change.isBusy || reset.isBusy}
            onPress={submit}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {asked.kind === 'reset' ? null : (
          <>
            <TextField
              autoFocus
              label={t('settings.user')}
              value={form.name}
              onChange={(name) => setForm({ ...form, name })}
              error={fieldProblem(problem, 'name')}
            />
            <Select
              label={t('settings.role')}
              options={roleOptions}
              value={form.role}
              onChange={(role) => setForm({ ...form, role })}
            />
          </>
        )}
        {asked.kind === 'add' ? (
          <TextField
            label={t('settings.username')}
            isMono
            value={form.username}
            onChange={(username) => setForm({ ...form, username })}
            error={fieldProblem(problem, 'username')}
          />
        ) : null}
        {asked.kind === 'role' ? null : (
          <TextField
            type="password"
            autoComplete="new-password"
            label={t('settings.password')}
            hint={t('settings.password.hint')}
            value={form.password}
            onChange={(password) => setForm({ ...form, password })}
            error={fieldProblem(problem, 'password')}
          />
        )}
        <ProblemNotice problem={problem} />
      </div>
    </Dialog>
  );
}
