import { Vocabulary } from '../../src/domain/vocabulary.ts';
import { createExtractiveEngine } from '../../src/engine/extractive/extractive.ts';
import { describeEngine } from './engine.ts';

const make = () => createExtractiveEngine({ vocabulary: () => new Vocabulary('v1', []) });

describeEngine('extractive', { make, makeElsewhere: make });
