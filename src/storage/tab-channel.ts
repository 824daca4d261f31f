export type TabMessage = { readonly kind: 'ledger'; readonly version: number } | { readonly kind: 'erased' };

/** Tells the other tabs of this browser that stored data changed. */
export interface TabChannel {
  tell(message: TabMessage): void;
  listen(handler: (message: TabMessage) => void): void;
}

/** A BroadcastChannel between the tabs; silent where the browser has none. */
export function tabChannel(): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, listen: () => {} };
  const channel = new BroadcastChannel('keepfolio');
  return {
    tell: (message) => channel.postMessage(message),
    listen: (handler) =>
      channel.addEventListener('message', (event: MessageEvent<TabMessage>) => handler(event.data)),
  };
}
