import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const splitVarint: Mutant = {
  name: 'split-varint',
  change: 'traceBuf.varint is not nosplit',
  why: 'a stack may grow between two bytes of an event; the nested section writes its own bytes there',
  source: 'runtime/tracebuf.go, traceBuf.varint',
  design: { ...correct, name: 'split-varint', splitPoints: ['traceBuf.varint'] },
  fails: { tiny: { NoTornEvent: 29 }, small: { NoTornEvent: 29 } },
};
