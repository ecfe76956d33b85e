import { EmptyState, Tag } from '@apotheca/ui';
import { useNavigate } from 'react-router';
import { t } from '../../text/t.ts';
import { RxNumber, SeverityTag, stageName } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import type { Profile } from './types.ts';

/** What the patient takes, from here and from elsewhere, with the screening of all of it. */
export function MedicationsPanel({ profile }: { profile: Profile }) {
  const store = useStore();
  const navigate = useNavigate();
  const { activeMedications } = profile;
  return (
    <div className="grid gap-3">
      {activeMedications.length === 0 ? (
        <EmptyState title={t('patient.med.none')} />
      ) : (
        <div className="card overflow-hidden">
          <table className="list w-full">
            <thead>
              <tr>
                <th>{t('patient.med.drug')}</th>
                <th>{t('patient.med.rx')}</th>
                <th>{t('patient.med.last')}</th>
                <th>{t('patient.med.out')}</th>
                <th className="num">{t('patient.med.refills')}</th>
                <th>{t('patient.med.prescriber')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {activeMedications.map((med) => (
                <tr key={`${med.prescriptionId} ${med.drug}`}>
                  <td>
                    <div className="font-[560]">{med.drug}</div>
                    <div className="text-ink-2">{med.directions}</div>
                  </td>
                  <td>
                    {med.prescriptionId ? (
                      <button
                        type="button"
                        className="mono underline"
                        onClick={() => void navigate(`/rx/${med.prescriptionId}`)}
                      >
                        {med.rxNumber ? <RxNumber rxNumber={med.rxNumber} /> : null}
                      </button>
                    ) : (
                      <Tag>{t('patient.external')}</Tag>
                    )}
                  </td>
                  <td>{store.day(med.lastFilledOn)}</td>
                  <td className={med.runsOutOn !== null && med.runsOutOn < store.today ? 'text-late' : undefined}>
                    {store.day(med.runsOutOn)}
                  </td>
                  <td className="num">{med.refillsRemaining ?? ''}</td>
                  <td>{med.prescriber ?? ''}</td>
                  <td>{med.stage ? <Tag>{stageName(med.stage)}</Tag> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Alerts profile={profile} />
    </div>
  );
}

function Alerts({ profile }: { profile: Profile }) {
  return (
    <section className="card card-body">
      <h2>{t('patient.alerts')}</h2>
      {profile.alerts.length === 0 ? <p className="mt-2 text-ink-2">{t('patient.alerts.none')}</p> : null}
      <ul className="mt-2 grid gap-2">
        {profile.alerts.map((alert) => (
          <li key={alert.id}>
            <SeverityTag severity={alert.severity} /> <b>{alert.message}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function FillsPanel({ profile }: { profile: Profile }) {
  const store = useStore();
  const navigate = useNavigate();
  if (profile.fills.length === 0) return <EmptyState title={t('patient.fill.none')} />;
  return (
    <div className="card overflow-hidden">
      <table className="list w-full">
        <thead>
          <tr>
            <th>{t('patient.fill.on')}</th>
            <th>{t('patient.med.rx')}</th>
            <th>{t('patient.med.drug')}</th>
            <th className="num">{t('patient.fill.quantity')}</th>
            <th className="num">{t('patient.fill.days')}</th>
            <th>{t('patient.fill.status')}</th>
          </tr>
        </thead>
        <tbody>
          {profile.fills.map((fill) => (
            <tr key={fill.fillId}>
              <td>{store.day(fill.filledOn)}</td>
              <td>
                <button
                  type="button"
                  className="mono underline"
                  onClick={() => void navigate(`/rx/${fill.prescriptionId}`)}
                >
                  <RxNumber rxNumber={fill.rxNumber} />
                </button>
              </td>
              <td>{fill.productName}</td>
              <td className="num">{fill.quantity}</td>
              <td className="num">{fill.daysSupply}</td>
              <td>{t(`rxPage.fill.${fill.status}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
