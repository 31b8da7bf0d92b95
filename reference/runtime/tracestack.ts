/**
 * The call stacks of a generation, by number. They are written when it ends. Source: runtime/tracestack.go.
 */
import { dataBytesMax, eventId } from '../../wire/index.ts';
import type { Runtime } from './runtime2.ts';
import { findfunc } from './symtab.ts';
import type { Frame } from './symtab.ts';
import { traceBytesPerNumber } from './tracebuf.ts';
import { unsafeTraceWriter } from './traceexp.ts';
import { traceStringTablePut } from './tracestring.ts';
import { slot } from './tracewriter.ts';

const evStacks = eventId('Stacks');
const evStack = eventId('Stack');

/** The most pcs of a stack: 128 words, less the one that says how many to skip and the one of goexit. Go: traceStackSize. */
const framesMax = 126;

/** The number of a stack, from 1 on; 0 is no stack. Go: traceStackTable.put, runtime/tracestack.go. */
export function traceStackTablePut(rt: Runtime, gen: number, stack: Frame | null): number {
  return stack === null ? 0 : rt.trace.stackTab[slot(gen)].put(stack);
}

/**
 * Writes all stacks, forgets them, and puts the names in them into the strings, which are queued later.
 * Go: traceStackTable.dump, runtime/tracestack.go.
 */
export function traceStackTableDump(rt: Runtime, gen: number): void {
  const tab = rt.trace.stackTab[slot(gen)];
  const w = unsafeTraceWriter(rt, gen, null);
  for (const [stack, id] of tab.ids) {
    const frames = makeTraceFrames(rt, gen, stack);
    w.ensure(2 + (2 + frames.length) * traceBytesPerNumber, evStacks);
    w.byte(evStack);
    w.varint(id);
    w.varint(frames.length / 4);
    for (const number of frames) w.varint(number);
    w.logged(evStack, [id, frames.length / 4, ...frames]);
  }
  w.flush();
  tab.reset();
}

/** Four numbers a frame: pc, function, file, line. Go: makeTraceFrames, runtime/tracestack.go. */
function makeTraceFrames(rt: Runtime, gen: number, stack: Frame): number[] {
  const frames: number[] = [];
  for (
    let frame: Frame | null = stack;
    frame !== null && frames.length < 4 * framesMax;
    frame = frame.caller
  ) {
    const { name, file, line } = findfunc(frame.pc);
    // Of a long name the end says more than the begin.
    const func = traceStringTablePut(rt, gen, name.slice(-dataBytesMax));
    frames.push(frame.pc, func, traceStringTablePut(rt, gen, file.slice(-dataBytesMax)), line);
  }
  return frames;
}
