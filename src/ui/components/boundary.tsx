import { Component, type ReactNode } from 'react';
import { KeepfolioError } from '../../core/errors.ts';
import { Failed } from './states.tsx';

/** Keeps a broken page from taking the frame with it. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    // A chunk that cannot be fetched is the one failure with another remedy than a reload later.
    const isChunk = /dynamically imported module|module script/i.test(error.message);
    const shown = isChunk
      ? new KeepfolioError(
          'page-missing',
          'This page could not be loaded.',
          'You may be offline before the first complete load. Connect once, then reload. Your saved data is safe.',
        )
      : new KeepfolioError(
          'page-broken',
          `This page stopped: ${error.message}`,
          'Your saved data is safe. Reload, or choose another page.',
        );
    return <Failed error={shown} retry={() => location.reload()} />;
  }
}
