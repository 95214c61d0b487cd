/** Before every test file: no network but loopback, on any path a library may take, and the test that tried it fails. */
import { afterEach, expect } from 'vitest';
import { guardNetwork, takeViolations } from './support/network-guard.ts';

guardNetwork();

afterEach(() => {
  expect(takeViolations(), 'the test reached for the network').toEqual([]);
});
