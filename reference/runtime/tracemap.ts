/** Numbers for things, given as they come. Source: runtime/tracemap.go. */
export class TraceMap<K> {
  readonly ids: Map<K, number> = new Map();
  /** The last number that was given. */
  seq = 0;

  /** The number of a key, from 1 on. It is new where it is more than `seq` was. Go: traceMap.put, runtime/tracemap.go. */
  put(key: K): number {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, ++this.seq);
    return this.seq;
  }

  /** A number that no key has. Go: traceMap.stealID, runtime/tracemap.go. */
  stealID(): number {
    return ++this.seq;
  }

  /** Go: traceMap.reset, runtime/tracemap.go. */
  reset(): void {
    this.ids.clear();
    this.seq = 0;
  }
}
