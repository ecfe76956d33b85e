import { useText } from '../text/TextProvider.tsx';

export interface StepsProps {
  readonly names: readonly string[];
  /** How many steps are done or being done. */
  readonly at: number;
  /** The current one waits for something. */
  readonly isStuck?: boolean;
}

export function Steps({ names, at, isStuck }: StepsProps) {
  const t = useText();
  const label = t('ui.steps', { step: at, count: names.length, name: names[at - 1] ?? '' });
  return (
    <span className="steps" role="img" aria-label={label} title={label}>
      {names.map((name, index) => {
        const isCurrent = index + 1 === at;
        return <i key={name} data-state={isCurrent && isStuck ? 'stuck' : index < at ? 'done' : 'open'} />;
      })}
    </span>
  );
}
