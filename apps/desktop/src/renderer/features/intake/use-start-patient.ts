import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { client } from '../../client.ts';
import { problemOf } from '../../work/problem.ts';
import { fullName } from '../../work/Rx.tsx';
import { toastProblem } from '../../work/toast-problem.ts';
import type { IntakeForm } from './intake-form.ts';

/** `?patientId=`, from the page of a patient: the form begins with that patient. */
export function useStartPatient(change: (part: Partial<IntakeForm>) => void): void {
  const [params, setParams] = useSearchParams();
  const patientId = params.get('patientId');
  useEffect(() => {
    if (patientId === null) return;
    let isLeft = false;
    void client.patients
      .get({ id: patientId })
      .then(({ id, name }) => {
        if (!isLeft) change({ patientId: id, patientText: fullName(name) });
      })
      .catch((error: unknown) => toastProblem(problemOf(error)))
      .finally(() => {
        if (!isLeft) setParams({}, { replace: true });
      });
    return () => {
      isLeft = true;
    };
  }, [patientId, change, setParams]);
}
