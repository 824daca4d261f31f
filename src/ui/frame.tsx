import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { dismissReadNotices } from '../stores/app-store.ts';
import { openOwn } from '../stores/ledger-store.ts';
import { HoldingsIcon, LogoIcon, MoreIcon, PlanIcon, TaxIcon, YouIcon } from './components/icons.tsx';
import { Notices } from './components/notices.tsx';
import { JobLine, StatusChip } from './components/status-chip.tsx';
import { ThemeSwitch } from './components/theme-switch.tsx';
import { go, hrefOf, type PageName } from './router.ts';
import { useLedger, useMarket } from './use-store.ts';

const NAV: readonly (readonly [PageName, string])[] = [
  ['start', 'Start'],
  ['holdings', 'Holdings'],
  ['tax', 'Tax'],
  ['you', 'You'],
  ['plan', 'Plan'],
  ['why', 'Why'],
  ['look-back', 'Look back'],
  ['quality', 'How good is it?'],
  ['privacy', 'Privacy'],
];

const BAR = [
  ['holdings', 'Holdings', HoldingsIcon],
  ['tax', 'Tax', TaxIcon],
  ['you', 'You', YouIcon],
  ['plan', 'Plan', PlanIcon],
] as const;

function Ribbon(): ReactElement | null {
  const source = useLedger((s) => s.source);
  const synthetic = useMarket((s) => s.info?.synthetic ?? false);
  if (source.kind === 'sample')
    return (
      <div className="ribbon" data-testid="ribbon">
        <div>
          <span>
            <strong>{source.sample.name}</strong>, an invented client on a <strong>synthetic</strong> market.
            Nothing here is real.
          </span>
          <a href={hrefOf('start')}>Another client</a>
          <button type="button" className="linkish" onClick={() => (go('start'), void openOwn())}>
            Back to my own
          </button>
        </div>
      </div>
    );
  return synthetic ? (
    <div className="ribbon" data-testid="ribbon">
      <div>
        <span>
          Prices come from the <strong>synthetic</strong> demo market. Drop price files or a market bundle for
          real ones.
        </span>
      </div>
    </div>
  ) : null;
}

function MoreSheet({ page }: { readonly page: PageName }): ReactElement {
  const sheet = useRef<HTMLDialogElement>(null);
  const close = (): void => sheet.current?.close();
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => sheet.current?.showModal()}>
        <MoreIcon />
        More
      </button>
      <dialog
        ref={sheet}
        className="sheet"
        aria-label="More pages"
        onClick={(event) => event.target === sheet.current && close()}
      >
        <nav aria-label="More pages">
          {NAV.filter(([name]) => !BAR.some(([b]) => b === name)).map(([name, label]) => (
            <a
              key={name}
              href={hrefOf(name)}
              aria-current={page === name ? 'page' : undefined}
              onClick={close}
            >
              {label}
            </a>
          ))}
        </nav>
        <button type="button" className="linkish" onClick={close}>
          Close
        </button>
      </dialog>
    </>
  );
}

/** Header, navigation, status, notices and the page between them. */
export function Frame({
  page,
  children,
}: {
  readonly page: PageName;
  readonly children: ReactNode;
}): ReactElement {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    // A new page starts at its top, and a screen reader with it.
    shown.current = page;
    // What was said on the way to this page is for this page.
    dismissReadNotices(1500);
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [page]);
  return (
    <div className="frame">
      <a className="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the page
      </a>
      <header className="topbar">
        <div className="topbar-row">
          <a className="wordmark" href={hrefOf('start')} aria-label="Keepfolio, start">
            <LogoIcon />
            <span>Keepfolio</span>
          </a>
          <nav className="nav" aria-label="Pages">
            {NAV.map(([name, label]) => (
              <a
                key={name}
                href={hrefOf(name)}
                aria-current={page === name ? 'page' : undefined}
                data-testid={`nav-${name}`}
              >
                {label}
              </a>
            ))}
          </nav>
          <StatusChip />
        </div>
        <JobLine />
      </header>
      <Ribbon />
      <main ref={main} id="main" tabIndex={-1}>
        <Notices />
        {children}
      </main>
      <footer className="footer">
        <span>Everything is computed on this device.</span>
        <ThemeSwitch />
      </footer>
      <nav className="bottombar" aria-label="Main pages">
        {BAR.map(([name, label, Icon]) => (
          <a key={name} href={hrefOf(name)} aria-current={page === name ? 'page' : undefined}>
            <Icon />
            {label}
          </a>
        ))}
        <MoreSheet page={page} />
      </nav>
    </div>
  );
}
