import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { KeepfolioError } from '../../core/errors.ts';
import { connect, type Client } from './client.ts';
import type { Channel } from './protocol.ts';
import { cancelledError, serve } from './serve.ts';

interface DemoApi {
  double: [number, number, never];
  count: [{ readonly to: number }, string, { readonly at: number }];
  fail: [null, never, never];
  crash: [null, never, never];
}

const open: { close(): void }[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A MessagePort as a Channel; `kill` plays the browser's error event of a dead worker. */
function pair(): { client: Client<DemoApi>; kill(message: string): void; stopped: () => boolean } {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const errors: ((event: { message?: string }) => void)[] = [];
  let stopped = false;
  const channel = (port: typeof port1): Channel => ({
    postMessage: (m) => port.postMessage(m),
    addEventListener: (type, listener) => {
      if (type === 'message') port.on('message', (data) => listener({ data }));
      else if (type === 'error') errors.push(listener);
    },
  });
  const client = connect<DemoApi>(channel(port1));
  serve<DemoApi>(channel(port2), {
    double: (n) => n * 2,
    async count({ to }, context) {
      for (let at = 1; at <= to; at++) {
        if (context.isCancelled()) {
          stopped = true;
          throw cancelledError();
        }
        context.progress({ at });
        await pause(5);
      }
      return `counted to ${to}`;
    },
    fail() {
      throw new KeepfolioError('bad-file', 'No header found.', 'Export it again.', { line: 3 });
    },
    crash: () => new Promise(() => {}),
  });
  return {
    client,
    kill: (message) => errors.forEach((listener) => listener({ message })),
    stopped: () => stopped,
  };
}

describe('worker calls', () => {
  it('answers after the handshake, several at once', async () => {
    const { client } = pair();
    await client.ready;
    expect(await Promise.all([client.call('double', 2), client.call('double', 21)])).toEqual([4, 42]);
  });

  it('streams typed progress', async () => {
    const { client } = pair();
    const seen: number[] = [];
    expect(await client.call('count', { to: 3 }, { onProgress: (p) => seen.push(p.at) })).toBe(
      'counted to 3',
    );
    expect(seen).toEqual([1, 2, 3]);
  });

  it('carries an error across with its code, hint and data', async () => {
    const { client } = pair();
    const error = await client.call('fail', null).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(KeepfolioError);
    expect(error).toMatchObject({
      code: 'bad-file',
      message: 'No header found.',
      hint: 'Export it again.',
      data: { line: 3 },
    });
  });

  it('cancels: the caller is told at once and the handler sees it', async () => {
    const { client, stopped } = pair();
    const abort = new AbortController();
    const call = client.call('count', { to: 1000 }, { signal: abort.signal });
    await pause(20);
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await pause(50);
    expect(stopped()).toBe(true);
  });

  it('rejects everything pending, and later calls, when the worker dies', async () => {
    const { client, kill } = pair();
    await client.ready;
    const pending = client.call('crash', null);
    kill('out of memory');
    await expect(pending).rejects.toMatchObject({ code: 'worker-died' });
    await expect(client.call('double', 1)).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('rejects ready when the worker dies before its handshake', async () => {
    const listeners: ((event: { message?: string }) => void)[] = [];
    const client = connect<DemoApi>({
      postMessage() {},
      addEventListener: (type, l) => void (type === 'error' && listeners.push(l)),
    });
    listeners.forEach((l) => l({ message: 'could not load' }));
    await expect(client.ready).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('refuses mistyped calls at compile time', () => {
    const check = (client: Client<DemoApi>): void => {
      // @ts-expect-error the request of double is a number
      void client.call('double', 'two');
      // @ts-expect-error there is no such method
      void client.call('triple', 3);
    };
    expect(typeof check).toBe('function');
  });
});
