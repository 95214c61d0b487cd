/**
 * Keeps tests on this machine. Every TCP connection of Node (fetch, http, tls, undici) goes through `Socket.connect`, before the name
 * is looked up, so that is where it is refused. Unix sockets are local and pass. MSW 3 answers
 * on the socket too, so a mocked server has a loopback address.
 * Invariant: a refused address is remembered until somebody takes it, so code that swallows the error still fails its test.
 */
import net from 'node:net';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(?:\.\d{1,3}){3}\]?)$/i;
const violations: string[] = [];
let isInstalled = false;

/** Installs the guard once per process. */
export function guardNetwork(): void {
  if (isInstalled) return;
  isInstalled = true;
  guardSockets();
}

/** Addresses that were refused since the last call. */
export function takeViolations(): string[] {
  return violations.splice(0);
}

function refuse(address: string): Error {
  violations.push(address);
  return new Error(`tests may reach loopback only, not ${address}`);
}

function guardSockets(): void {
  const real = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket;
  net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]): net.Socket {
    const host = hostOf(args);
    if (host !== null && !LOOPBACK.test(host)) {
      const error = refuse(host);
      // undici listens for errors only after connect has returned
      setImmediate(() => this.destroy(error));
      return this;
    }
    return real.apply(this, args);
  } as typeof net.Socket.prototype.connect;
}

/** Host of a connect call in any of its forms; null for a Unix socket. */
function hostOf(args: unknown[]): string | null {
  // net.connect hands its arguments over as one normalised array
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) {
    const { path, host } = first as { path?: string; host?: string };
    return path ? null : (host ?? 'localhost');
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null;
  return typeof second === 'string' ? second : 'localhost';
}
