/** The suite's own promises: no network, a prototype without an accessor, unhandled requests that fail. */
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { startLlmServer } from '../../support/llm-server.ts';
import { takeViolations } from '../../support/network-guard.ts';

const failureOf = (socket: net.Socket | http.ClientRequest): Promise<Error> =>
  new Promise((resolve, reject) => {
    socket.on('error', resolve);
    socket.on('connect', () => reject(new Error('it connected')));
  });

test('fetch, http, net and tls reach nothing but loopback, and each try is remembered', async () => {
  await expect(fetch('http://198.51.100.7/')).rejects.toThrow();
  await expect(fetch('https://example.invalid/')).rejects.toThrow();
  await failureOf(http.get('http://198.51.100.8/'));
  await failureOf(net.connect(80, '198.51.100.9'));
  await failureOf(net.connect({ port: 80, host: '198.51.100.10' }));
  await failureOf(tls.connect({ port: 443, host: '198.51.100.11' }));
  const tried = takeViolations();
  expect(tried).toEqual(['198.51.100.7', 'example.invalid', ...[8, 9, 10, 11].map((n) => `198.51.100.${n}`)]);
});

test('loopback is reached', async () => {
  const server = await startLlmServer();
  expect((await fetch(`${server.url}/models`)).status).toBe(200);
  await server.close();
  expect(takeViolations()).toEqual([]);
});

test('no object has a __proto__ accessor, so such a key is data', () => {
  expect('__proto__' in {}).toBe(false);
});
