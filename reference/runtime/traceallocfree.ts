/**
 * The alloc/free experiment: events for spans, heap objects and goroutine stacks, with GODEBUG=traceallocfree=1.
 * Source: runtime/traceallocfree.go, and its callers in runtime/stack.go.
 */
import { eventId } from '../../wire/index.ts';
import type { M, Steps } from './runtime2.ts';
import { isOk, traceRelease, traceTryAcquire } from './traceruntime.ts';
import { eventWriter, traceEvent } from './traceevent.ts';

const goroutineStackAlloc = eventId('GoroutineStackAlloc');
const goroutineStackFree = eventId('GoroutineStackFree');

/** Bytes to a unit of a stack's id. */
const fixedStack = 2048;

/** A stack has been allocated at an address, of so many bytes. Go: stackalloc, runtime/stack.go, and traceLocker.GoroutineStackAlloc. */
export function* traceGoroutineStackAlloc(mp: M, base: number, bytes: number): Steps<void> {
  const tl = yield* traceTryAcquire(mp);
  if (!isOk(tl)) return;
  yield* traceEvent(
    yield* eventWriter(tl, 'running', 'running'),
    goroutineStackAlloc,
    traceGoroutineStackID(mp, base),
    traceCompressStackSize(bytes),
  );
  yield* traceRelease(tl);
}

/** A stack is about to be freed. Go: stackfree, runtime/stack.go, and traceLocker.GoroutineStackFree. */
export function* traceGoroutineStackFree(mp: M, base: number): Steps<void> {
  const tl = yield* traceTryAcquire(mp);
  if (!isOk(tl)) return;
  yield* traceEvent(
    yield* eventWriter(tl, 'running', 'running'),
    goroutineStackFree,
    traceGoroutineStackID(mp, base),
  );
  yield* traceRelease(tl);
}

/** Go: traceGoroutineStackID, runtime/traceallocfree.go. */
const traceGoroutineStackID = (mp: M, base: number): number =>
  (base - mp.rt.trace.minPageHeapAddr) / fixedStack;

/** The number of bits of a size that is a power of two. Go: traceCompressStackSize, runtime/traceallocfree.go. */
const traceCompressStackSize = (bytes: number): number => 32 - Math.clz32(bytes);
