/** Every format precis reads: a new one is one file and one line here. Order decides between readers that are equally sure. */
import type { Reader } from '../ports.ts';
import { hfPaste } from './hf-paste.ts';
import { precisJsonl } from './precis-jsonl.ts';

export const READERS: readonly Reader[] = [precisJsonl, hfPaste];
