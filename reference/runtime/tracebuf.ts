/**
 * Trace buffers, one for each batch, and the queues that hold them. Source: runtime/tracebuf.go (traceBuf, traceBufQueue).
 * The fields that link buffers are Go's own, inside the buffer: a buffer that is queued twice damages the queue as it does there.
 */

/** Bytes that any uint64 fits into. */
export const traceBytesPerNumber = 10;

/** Room for a batch, in bytes: 64 KiB less the header of the struct. */
export const traceBufBytes = 65_504;

/** Stands for the uint64 with all bits set: the id of no M, and of no P. */
export const none = -1;

/** More than any queue holds. */
const buffersMax = 1 << 16;

export class TraceBuf {
  /** The next one in trace.empty or trace.full. */
  link: TraceBuf | null = null;
  /** When the last event was written, in clock units. It belongs to the buffer, so a recycled one may be ahead of the clock. */
  lastTime = 0;
  /** The next offset to write to, and that of the batch's length. */
  pos = 0;
  lenPos = 0;
  /** The id of the M whose batch it holds, or none: for onlookers, who could read it in the batch's header. */
  owner: number = none;
  readonly arr: Uint8Array;
  /** Its size, as writers see it. */
  readonly bytes: number;

  constructor(bytes: number) {
    this.bytes = bytes;
    // Tests have buffers that an event or two fill. What no M writes asks for no room, and fits nonetheless.
    this.arr = new Uint8Array(Math.max(bytes, 512));
  }

  /** Appends one byte. Go: traceBuf.byte. */
  byte(value: number): void {
    this.arr[this.pos++] = value;
  }

  /**
   * Appends a number in base 128, the least significant digit first; {@link none} stands for all bits set. Numbers are integers
   * up to 2^53. Go: traceBuf.varint.
   */
  varint(value: number): void {
    const { arr } = this;
    if (value < 0) {
      arr.fill(0xff, this.pos, this.pos + traceBytesPerNumber - 1);
      arr[this.pos + traceBytesPerNumber - 1] = 1;
      this.pos += traceBytesPerNumber;
      return;
    }
    let pos = this.pos;
    let rest = value;
    while (rest > 0x7fff_ffff) {
      arr[pos++] = 0x80 | (rest % 128);
      rest = Math.floor(rest / 128);
    }
    while (rest >= 0x80) {
      arr[pos++] = 0x80 | (rest & 0x7f);
      rest >>>= 7;
    }
    arr[pos++] = rest;
    this.pos = pos;
  }

  /** Leaves room for a number that is not known yet, and answers where. Go: traceBuf.varintReserve. */
  varintReserve(): number {
    const at = this.pos;
    this.pos += traceBytesPerNumber;
    return at;
  }

  /** Writes a number at an offset, padded to {@link traceBytesPerNumber} bytes. Go: traceBuf.varintAt. */
  varintAt(at: number, value: number): void {
    let rest = value;
    for (let index = 0; index < traceBytesPerNumber; index++) {
      const more = index < traceBytesPerNumber - 1 ? 0x80 : 0;
      this.arr[at + index] = more | (rest % 128);
      rest = Math.floor(rest / 128);
    }
  }

  /** Appends bytes as they are. Go: traceBuf.stringData. */
  stringData(bytes: Uint8Array): void {
    this.arr.set(bytes, this.pos);
    this.pos += bytes.length;
  }

  /** Whether so many bytes have room. Go: traceBuf.available. */
  available(bytes: number): boolean {
    return this.bytes - this.pos >= bytes;
  }

  /** What has been written. A view: it changes with the buffer. */
  get written(): Uint8Array {
    return this.arr.subarray(0, this.pos);
  }
}

/** First in, first out. Go: traceBufQueue. */
export class TraceBufQueue {
  head: TraceBuf | null = null;
  tail: TraceBuf | null = null;

  push(buf: TraceBuf): void {
    buf.link = null;
    if (this.tail === null || this.head === null) this.head = buf;
    else this.tail.link = buf;
    this.tail = buf;
  }

  pop(): TraceBuf | null {
    const buf = this.head;
    if (buf === null) return null;
    this.head = buf.link;
    if (this.head === null) this.tail = null;
    buf.link = null;
    return buf;
  }

  /** Takes the first buffer of an M out of its turn: what another order of pushes would have brought to the head. */
  popOf(owner: number): TraceBuf | null {
    let before: TraceBuf | null = null;
    let buf = this.head;
    while (buf !== null && buf.owner !== owner) {
      before = buf;
      buf = buf.link;
    }
    if (buf === null || before === null) return buf === null ? null : this.pop();
    before.link = buf.link;
    if (buf.link === null) this.tail = before;
    buf.link = null;
    return buf;
  }

  /** Whether a buffer of that M is queued. A queue that has become a ring is not walked for ever. */
  holds(owner: number): boolean {
    let left = buffersMax;
    for (let buf = this.head; buf !== null && left > 0; buf = buf.link, left--)
      if (buf.owner === owner) return true;
    return false;
  }

  get empty(): boolean {
    return this.head === null;
  }
}
