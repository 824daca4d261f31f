/** One address this page asked for. */
export interface RequestSeen {
  readonly url: string;
  readonly kind: string;
  readonly sameOrigin: boolean;
  readonly bytes: number;
}

const seen = new Map<string, RequestSeen>();
const listeners = new Set<() => void>();
let list: readonly RequestSeen[] = [];

function note(entry: PerformanceResourceTiming): void {
  const url = new URL(entry.name, location.href);
  // blob: and data: addresses never leave the page; their origin is the page's own.
  const sameOrigin = url.protocol === 'data:' || url.origin === location.origin;
  const before = seen.get(entry.name);
  seen.set(entry.name, {
    url: entry.name,
    kind: entry.initiatorType || 'other',
    sameOrigin,
    bytes: Math.max(before?.bytes ?? 0, entry.transferSize),
  });
}

/** Starts watching every request of this page. Workers' own requests are inside the content-security policy but not in this list. */
export function watchRequests(): void {
  if (typeof PerformanceObserver === 'undefined') return;
  performance.setResourceTimingBufferSize?.(2000);
  new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) note(entry as PerformanceResourceTiming);
    list = [...seen.values()];
    for (const listener of listeners) listener();
  }).observe({ type: 'resource', buffered: true });
}

export const requestsSeen = (): readonly RequestSeen[] => list;

export function onRequest(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The policy the page carries in its own markup. */
export function policyInForce(): string | null {
  return (
    document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content ?? null
  );
}

/** Tries a request to another origin. True when the browser's policy refused it before anything was sent. */
export function foreignRequestRefused(): Promise<boolean> {
  return new Promise((resolve) => {
    const target = 'https://keepfolio.invalid/probe';
    let refused = false;
    const onViolation = (event: SecurityPolicyViolationEvent): void => {
      if (event.blockedURI.startsWith('https://keepfolio.invalid') && event.disposition === 'enforce')
        refused = true;
    };
    document.addEventListener('securitypolicyviolation', onViolation);
    const finish = (): void => {
      // The violation event may come a task after the rejection.
      setTimeout(() => {
        document.removeEventListener('securitypolicyviolation', onViolation);
        resolve(refused);
      }, 50);
    };
    // ".invalid" can never resolve (RFC 2606): even without a policy no byte would reach anyone.
    fetch(target, { mode: 'no-cors' }).then(finish, finish);
  });
}
