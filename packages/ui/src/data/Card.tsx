import type { ReactNode } from 'react';

export interface CardProps {
  readonly children: ReactNode;
  readonly title?: ReactNode;
  /** Right of the title. */
  readonly side?: ReactNode;
  readonly className?: string;
  /** Names the card as a region where it has no visible title. */
  readonly 'aria-label'?: string;
}

export function Card({ children, title, side, className, ...rest }: CardProps) {
  return (
    <section className={className ? `card card-body ${className}` : 'card card-body'} {...rest}>
      {title || side ? (
        <div className="card-head">
          {typeof title === 'string' ? <h2>{title}</h2> : title}
          {side}
        </div>
      ) : null}
      {children}
    </section>
  );
}
