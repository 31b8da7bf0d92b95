/**
 * The alloc/free experiment: events for spans, heap objects and goroutine stacks, with GODEBUG=traceallocfree=1.
 * Source: runtime/traceallocfree.go, and its callers in runtime/stack.go.
 */
import { eventId } from '../../wire/index.ts';
import type { GoType, MSpan } from './mheap.ts';
import type { M, Steps, TraceLocker } from './runtime2.ts';
import { eventWriter, rtype, traceEvent } from './traceevent.ts';
import { unsafeTraceExpWriter } from './traceexp.ts';
import { isOk, traceAcquire, traceAllocFreeEnabled, traceRelease, traceTryAcquire } from './traceruntime.ts';
import { traceBytesPerNumber } from './tracebuf.ts';
import { Throw } from '../machine/step.ts';

const ev = {
  span: eventId('Span'),
  spanAlloc: eventId('SpanAlloc'),
  spanFree: eventId('SpanFree'),
  heapObject: eventId('HeapObject'),
  heapObjectAlloc: eventId('HeapObjectAlloc'),
  heapObjectFree: eventId('HeapObjectFree'),
  goroutineStack: eventId('GoroutineStack'),
  goroutineStackAlloc: eventId('GoroutineStackAlloc'),
  goroutineStackFree: eventId('GoroutineStackFree'),
} as const;

/** Bytes to a unit of an id: of a span, an object, a stack. */
const pageSize = 8192;
const minHeapAlign = 8;
const fixedStack = 2048;

/** What an experimental batch has. Go: traceAllocFreeInfoBatch, runtime/traceallocfree.go. */
const traceAllocFreeInfoBatch = 1;

/**
 * What is in memory when tracing begins: the units of ids, then all spans, objects and stacks. It runs with the world stopped, in
 * the section of StartTrace, and enters one of its own in there. Go: traceSnapshotMemory, runtime/traceallocfree.go.
 */
export function* traceSnapshotMemory(mp: M, gen: number): Steps<void> {
  const { rt } = mp;
  const w = unsafeTraceExpWriter(rt, gen);
  w.ensure(1 + 4 * traceBytesPerNumber, traceAllocFreeInfoBatch);
  for (const value of [rt.trace.minPageHeapAddr, pageSize, minHeapAlign, fixedStack]) w.varint(value);
  w.flush();
  const tl = yield* traceAcquire(mp);
  if (!isOk(tl)) throw new Throw('traceSnapshotMemory: tracing is not enabled');
  for (const s of rt.allspans) {
    if (s.state === 'dead') continue;
    yield* spanExists(tl, s);
    if (s.state !== 'inUse') continue;
    for (const [addr, type] of s.objects) yield* heapObjectExists(tl, addr, type);
  }
  for (const gp of rt.allg) {
    if (gp.status !== 'dead') yield* goroutineStackExists(tl, gp.stackBase, gp.stackBytes);
  }
  yield* traceRelease(tl);
}

/** Go: traceLocker.SpanExists, runtime/traceallocfree.go. */
function* spanExists(tl: TraceLocker, s: MSpan): Steps<void> {
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.span, traceSpanID(tl.mp, s), s.npages, traceSpanTypeAndClass(s));
}

/** A span has been allocated. Go: traceLocker.SpanAlloc, runtime/traceallocfree.go. */
export function* spanAlloc(tl: TraceLocker, s: MSpan): Steps<void> {
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.spanAlloc, traceSpanID(tl.mp, s), s.npages, traceSpanTypeAndClass(s));
}

/** A span is about to be freed. Go: traceLocker.SpanFree, runtime/traceallocfree.go. */
export function* spanFree(tl: TraceLocker, s: MSpan): Steps<void> {
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.spanFree, traceSpanID(tl.mp, s));
}

/** Go: traceLocker.HeapObjectExists, runtime/traceallocfree.go. */
function* heapObjectExists(tl: TraceLocker, addr: number, type: GoType | null): Steps<void> {
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.heapObject, traceHeapObjectID(tl.mp, addr), rtype(tl, type));
}

/** An object of a type, or of none that is known, has been allocated. Go: traceLocker.HeapObjectAlloc, runtime/traceallocfree.go. */
export function* heapObjectAlloc(tl: TraceLocker, addr: number, type: GoType | null): Steps<void> {
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.heapObjectAlloc, traceHeapObjectID(tl.mp, addr), rtype(tl, type));
}

/** An object is about to be freed. Go: traceLocker.HeapObjectFree, runtime/traceallocfree.go. */
export function* heapObjectFree(tl: TraceLocker, addr: number): Steps<void> {
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.heapObjectFree, traceHeapObjectID(tl.mp, addr));
}

/** Go: traceLocker.GoroutineStackExists, runtime/traceallocfree.go. */
function* goroutineStackExists(tl: TraceLocker, base: number, bytes: number): Steps<void> {
  const order = traceCompressStackSize(bytes);
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.goroutineStack, traceGoroutineStackID(tl.mp, base), order);
}

/** A stack has been allocated at an address, of so many bytes. Go: stackalloc, runtime/stack.go, and traceLocker.GoroutineStackAlloc. */
export function* traceGoroutineStackAlloc(mp: M, base: number, bytes: number): Steps<void> {
  if (!traceAllocFreeEnabled(mp)) return;
  const tl = yield* traceTryAcquire(mp);
  if (!isOk(tl)) return;
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(
    tl,
    ev.goroutineStackAlloc,
    traceGoroutineStackID(mp, base),
    traceCompressStackSize(bytes),
  );
  yield* traceRelease(tl);
}

/** A stack is about to be freed. Go: stackfree, runtime/stack.go, and traceLocker.GoroutineStackFree. */
export function* traceGoroutineStackFree(mp: M, base: number): Steps<void> {
  if (!traceAllocFreeEnabled(mp)) return;
  const tl = yield* traceTryAcquire(mp);
  if (!isOk(tl)) return;
  yield* eventWriter(tl, 'running', 'running');
  yield* traceEvent(tl, ev.goroutineStackFree, traceGoroutineStackID(mp, base));
  yield* traceRelease(tl);
}

/** Pages from where the heap begins. Go: traceSpanID, runtime/traceallocfree.go. */
const traceSpanID = (mp: M, s: MSpan): number => (s.base - mp.rt.trace.minPageHeapAddr) / pageSize;

/** 1 for a span that is no heap, as of stacks; else its class. Go: traceSpanTypeAndClass, runtime/traceallocfree.go. */
const traceSpanTypeAndClass = (s: MSpan): number => (s.state === 'inUse' ? s.spanclass * 2 : 1);

/** Go: traceHeapObjectID, runtime/traceallocfree.go. */
const traceHeapObjectID = (mp: M, addr: number): number =>
  (addr - mp.rt.trace.minPageHeapAddr) / minHeapAlign;

/** Go: traceGoroutineStackID, runtime/traceallocfree.go. */
const traceGoroutineStackID = (mp: M, base: number): number =>
  (base - mp.rt.trace.minPageHeapAddr) / fixedStack;

/** The number of bits of a size that is a power of two. Go: traceCompressStackSize, runtime/traceallocfree.go. */
const traceCompressStackSize = (bytes: number): number => 32 - Math.clz32(bytes);
