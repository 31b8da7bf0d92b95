/** The mutants of the core. */
import { edits as knownEdits } from '../../../facts/program/testing/edits.ts';
import { generationEdits } from '../../../facts/program/testing/generation-edits.ts';
import type { Edit } from '../../../facts/testing/go-trees.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const b = (from: string, to: string): Edit => ({ file: 'tracebuf.go', from, to });
const e = (from: string, to: string): Edit => ({ file: 'traceevent.go', from, to });

const known = among(knownEdits);

const split = (declaration: string): readonly Edit[] => [b(`//go:nosplit\n${declaration}`, declaration)];

export const coreMutants: MutantEdits = {
  'split-varint': { edits: split('func (buf *traceBuf) varint(') },
  'split-byte': { edits: split('func (buf *traceBuf) byte(') },
  'split-event': { edits: known('event() may grow the stack') },
  'split-end': { edits: split('func (w traceWriter) end(') },
  'writer-before-arguments': {
    edits: [
      e('\te.tl.writer().event(ev, args...).end()\n', '\tw := e.tl.writer()\n\tw.event(ev, args...).end()\n'),
    ],
    refused:
      'the driver stands for the emitters, so nobody reads where the arguments of an event are evaluated',
  },
  'flush-keeps-slot': { edits: known('the slot is not cleared') },
  'end-does-not-store': { edits: known('end() does not store') },
  'release-lowers-flag': { edits: known('the flag is lowered while reentered counts') },
  'flush-without-flag': {
    edits: known('nobody looks at the flag'),
    instead: {
      property: 'NoWriteAfterFlushed',
      because:
        'without the look, an M is picked and flushed in one step, and no state lies between for the property to be about',
    },
  },
  'gen-before-flag': { edits: known('the flag is raised after the load of gen') },
  'flushed-gen-early': { edits: known('flushedGen is stored early') },
  'snapshot-misses-an-m': {
    edits: [t('\tmToFlush := allm\n', '\tmToFlush := allm.alllink\n')],
    refused: 'the list of Ms is read as a set, and only in the form that the releases have',
  },
  'reader-leaves-buffers': {
    edits: [
      t(
        '\t\tif !trace.full[gen%2].empty() {\n\t\t\tbreak\n',
        '\t\tif !trace.full[gen%2].empty() && trace.flushedGen.Load() != gen {\n\t\t\tbreak\n',
      ),
    ],
  },
  'stop-keeps-generation': { edits: [t('\t\t\ttrace.gen.Store(0)\n', '')] },
  'entry-gen-before-flag': {
    edits: [
      r(
        '\tmp.trace.writing.Store(true)\n\n\t// N.B. This load',
        '\tearly := trace.gen.Load()\n\tmp.trace.writing.Store(true)\n\n\t// N.B. This load',
      ),
      r('\tmp.trace.entryGen = gen\n', '\tmp.trace.entryGen = early\n'),
    ],
  },
  'entry-gen-not-stored': {
    edits: known('entryGen is not stored'),
  },
  'undo-leaves-flag': { edits: known('the undo keeps the flag') },
  'undo-leaves-locks': { edits: known('the undo keeps the locks') },
  'release-leaves-locks': {
    edits: [
      r(
        '\t\ttl.mp.trace.reentered--\n\t} else {\n\t\ttl.mp.trace.writing.Store(false)\n\t}\n\treleasem(tl.mp)\n',
        '\t\ttl.mp.trace.reentered--\n\t\treturn\n\t}\n\ttl.mp.trace.writing.Store(false)\n\treleasem(tl.mp)\n',
      ),
    ],
  },
  'reentered-not-counted': { edits: known('reentered is not counted') },
  'gen-zero-unchecked': {
    edits: [r('\tif gen == 0 {\n\t\tmp.trace.writing', '\tif false {\n\t\tmp.trace.writing')],
  },
  'stop-clears-enabled-first': { edits: known('enabled is cleared first') },
  'advance-does-not-wait': { edits: known('doneSema is not awaited') },
  'flush-wrong-slot': { edits: known('the other slot is flushed') },
  'end-wrong-slot': {
    edits: [b('\tw.mp.trace.buf[w.gen%2][w.exp] =', '\tw.mp.trace.buf[trace.gen.Load()%2][w.exp] =')],
  },
  'refill-forgets-buffer': { edits: known('refill does not queue') },
  'ensure-without-room': { edits: known('nobody asks for room') },
  'start-publishes-first': { edits: known('gen is stored before enabled') },
  'release-gives-back-twice': { edits: known('releasem is called twice') },
  'undo-gives-back-first': { edits: known('the undo gives the M back before it lowers the flag') },
  'advance-keeps-sema': { edits: known('traceAdvance keeps its semaphore') },
  'generations-skip-one': { edits: among(generationEdits)('generations go up by two') },
  'last-generation-forgotten': { edits: known('lastNonZeroGen is not stored') },
  'reader-ignores-shutdown': { edits: known('the reader ignores shutdown') },
  'flushed-gen-without-lock': { edits: known('flushedGen is stored without the lock') },
  'reader-awaited-under-lock': {
    edits: [
      { file: 'trace.go', from: '\tsemacquire(&trace.doneSema[gen%2])\n', to: '' },
      {
        file: 'trace.go',
        from: '\t\tlock(&trace.lock)\n\t\tif !trace.full[gen%2].empty() {',
        to: '\t\tlock(&trace.lock)\n\t\tsemacquire(&trace.doneSema[gen%2])\n\t\tif !trace.full[gen%2].empty() {',
      },
    ],
  },
};
