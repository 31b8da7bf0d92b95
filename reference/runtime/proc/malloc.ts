/**
 * The heap, as far as the alloc/free experiment tells of it: spans, the objects in them, and what becomes of those that no mark has
 * found. Source: runtime/malloc.go, runtime/mheap.go, runtime/mgcsweep.go.
 */
import type { GoType, MSpan, Unswept } from '../mheap.ts';
import type { M, Runtime, Steps, TraceLocker } from '../runtime2.ts';
import { heapObjectAlloc, heapObjectFree, spanAlloc, spanFree } from '../traceallocfree.ts';
import { isOk, traceAcquire, traceAllocFreeEnabled, traceRelease, traceTryAcquire } from '../traceruntime.ts';

/** Pages of each span here, and their bytes. */
const npages = 8;
export const spanBytes = 65_536;

/** Above all stacks. Go: the first arena, runtime/malloc.go. */
const heapBase = 2 ** 32;

const types: readonly (GoType | null)[] = [
  { addr: 0x4_9a00, size: 32_768, ptrBytes: 8, name: 'main.block' },
  null,
  { addr: 0x4_9b40, size: 65_536, ptrBytes: 65_536, name: '[8192]*main.node' },
];

/** Allocates a span, and one object or two that fill it. Go: mallocgcLarge, runtime/malloc.go; mallocgc up to 1.23. */
export function* mallocgc(mp: M): Steps<void> {
  const { rt } = mp;
  const span = yield* allocSpan(mp);
  const count = 1 + (rt.gc.spans & 1);
  for (let index = 0; index < count; index++) {
    const type = types[(rt.gc.spans + index) % types.length] ?? null;
    const addr = span.base + (index * spanBytes) / count;
    span.objects.set(addr, type);
    yield* traced(mp, traceAcquire, (tl) => heapObjectAlloc(tl, addr, type));
  }
}

/** Takes pages that have been freed, or fresh ones. Go: mheap.allocSpan, runtime/mheap.go. */
function* allocSpan(mp: M): Steps<MSpan> {
  const { gc, allspans } = mp.rt;
  const index = gc.spans++;
  const base = gc.freePages.pop() ?? heapBase + gc.heapSpans++ * spanBytes;
  const span: MSpan = { base, npages, spanclass: index & 1, state: 'inUse', objects: new Map() };
  allspans.push(span);
  mp.onG0 = true;
  yield* traced(mp, traceTryAcquire, (tl) => spanAlloc(tl, span));
  mp.onG0 = false;
  return span;
}

/** What a mark has left: every other object is garbage. Nobody allocates, for the world is stopped. Go: gcMark, runtime/mgc.go. */
export function unsweptSpans(rt: Runtime): Unswept[] {
  let objects = 0;
  return rt.allspans.map((span) => ({
    span,
    garbage: [...span.objects.keys()].filter(() => objects++ % 2 === 0),
  }));
}

/** Frees the garbage of a span, and the span if nothing is left in it. Go: sweepLocked.sweep, runtime/mgcsweep.go. */
export function* sweep(mp: M, { span, garbage }: Unswept): Steps<void> {
  for (const addr of garbage) {
    yield* traced(mp, traceAcquire, (tl) => heapObjectFree(tl, addr));
    span.objects.delete(addr);
  }
  if (span.objects.size === 0) yield* freeSpan(mp, span);
}

/** Go: mheap.freeSpan and mheap.freeSpanLocked, runtime/mheap.go. */
function* freeSpan(mp: M, span: MSpan): Steps<void> {
  const { gc, allspans } = mp.rt;
  mp.onG0 = true;
  yield* traced(mp, traceTryAcquire, (tl) => spanFree(tl, span));
  mp.onG0 = false;
  span.state = 'dead';
  allspans.splice(allspans.indexOf(span), 1);
  gc.freePages.push(span.base);
}

function* traced(mp: M, acquire: typeof traceAcquire, write: (tl: TraceLocker) => Steps<void>): Steps<void> {
  if (!traceAllocFreeEnabled(mp)) return;
  const tl = yield* acquire(mp);
  if (!isOk(tl)) return;
  yield* write(tl);
  yield* traceRelease(tl);
}
