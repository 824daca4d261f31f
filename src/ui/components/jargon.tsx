import { useId, useState, type CSSProperties, type ReactElement, type ReactNode } from 'react';

const WIDTH = 280;
const EDGE = 16;

/** Where the words stand: under the term, inside the window. */
function placeUnder(element: HTMLElement): CSSProperties {
  const box = element.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(box.left, innerWidth - WIDTH - EDGE));
  return box.bottom > innerHeight - 140
    ? { left, bottom: innerHeight - box.top + 6 }
    : { left, top: box.bottom + 6 };
}

/** A term of art with its meaning in plain words: on hover, on focus, on a tap; Escape closes it. */
export function Jargon({
  children,
  means,
}: {
  readonly children: ReactNode;
  readonly means: string;
}): ReactElement {
  const id = useId();
  const [place, setPlace] = useState<CSSProperties | null>(null);
  const close = (): void => setPlace(null);
  return (
    <span className="jargon" onMouseLeave={close}>
      <button
        type="button"
        aria-describedby={place ? id : undefined}
        aria-expanded={place !== null}
        onMouseEnter={(e) => setPlace(placeUnder(e.currentTarget))}
        onFocus={(e) => setPlace(placeUnder(e.currentTarget))}
        onClick={(e) => setPlace(placeUnder(e.currentTarget))}
        onBlur={close}
        onKeyDown={(e) => e.key === 'Escape' && close()}
      >
        {children}
      </button>
      {place ? (
        <span role="tooltip" id={id} className="tip" style={place}>
          {means}
        </span>
      ) : null}
    </span>
  );
}
