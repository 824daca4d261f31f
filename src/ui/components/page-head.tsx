import { useEffect, type ReactElement, type ReactNode } from 'react';

/** Each page answers one question with one sentence first. */
export function PageHead({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  useEffect(() => {
    document.title = `${title} · Keepfolio`;
  }, [title]);
  return (
    <header className="page-head">
      <h1 className="page-title">{title}</h1>
      <p className="lead" data-testid="lead">
        {lead}
      </p>
      {children ? <div className="sublead">{children}</div> : null}
    </header>
  );
}

export function SectionHead({
  title,
  id,
  children,
}: {
  readonly title: string;
  readonly id?: string;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className="section-head">
      <h2 id={id}>{title}</h2>
      {children ? <p>{children}</p> : null}
    </div>
  );
}
