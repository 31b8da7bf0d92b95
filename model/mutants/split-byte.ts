import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const splitByte: Mutant = {
  name: 'split-byte',
  change: 'traceBuf.byte is not nosplit',
  why: 'a stack may grow when room has been checked; the nested section may fill and queue the buffer that the outer one is about to write',
  source: 'runtime/tracebuf.go, traceBuf.byte',
  design: { ...correct, name: 'split-byte', splitPoints: ['traceBuf.byte'] },
  fails: { tiny: { NoWriteToQueuedBuffer: 26 }, small: { NoWriteToQueuedBuffer: 26 } },
};
