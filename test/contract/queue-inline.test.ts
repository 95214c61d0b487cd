import { createInlineQueue } from '../../src/queue/inline.ts';
import { queueContract } from './queue.ts';

queueContract('inline', (concurrency, work, onFatal = () => {}) => createInlineQueue(concurrency, work, onFatal));
