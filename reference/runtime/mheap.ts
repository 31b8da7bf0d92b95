/** What the alloc/free experiment tells of the heap. Source: runtime/mheap.go, internal/abi/type.go. */

/** A type of Go. Go: abi.Type. */
export interface GoType {
  readonly addr: number;
  readonly size: number;
  readonly ptrBytes: number;
  readonly name: string;
}

/** Pages of the heap. Go: mspan, runtime/mheap.go. */
export interface MSpan {
  readonly base: number;
  readonly npages: number;
  readonly spanclass: number;
  state: 'dead' | 'manual' | 'inUse';
  /** The objects in it, by address. */
  readonly objects: Map<number, GoType | null>;
}

/** A span, and the objects in it that are to be freed. */
export interface Unswept {
  readonly span: MSpan;
  readonly garbage: readonly number[];
}
