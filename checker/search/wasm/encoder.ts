/**
 * Writes WebAssembly modules in the binary format (W3C, "WebAssembly Core Specification 2.0", chapter 5). Integers are i32 throughout,
 * and memory is imported.
 */

/** Opcodes of the instructions in use, by their names in the text format. */
const opcodes = {
  unreachable: 0x00,
  else: 0x05,
  end: 0x0b,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_s': 0x4a,
  'i32.gt_u': 0x4b,
  'i32.le_s': 0x4c,
  'i32.ge_s': 0x4e,
  'i32.ge_u': 0x4f,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_u': 0x6e,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'i32.shr_u': 0x76,
} as const;
export type Opcode = keyof typeof opcodes;

const I32 = 0x7f;
const EMPTY = 0x40;

const memoryOpcodes = {
  'i32.load': [0x28, 2],
  'i32.load8_u': [0x2d, 0],
  'i32.load16_u': [0x2f, 1],
  'i32.store': [0x36, 2],
  'i32.store8': [0x3a, 0],
  'i32.store16': [0x3b, 1],
} as const;
export type MemoryOpcode = keyof typeof memoryOpcodes;

/** Of the proposal for threads, which is part of WebAssembly 3.0: they stand behind a prefix, and must be aligned. */
const ATOMIC = 0xfe;
const atomicOpcodes = {
  'i32.atomic.load': [0x10, 2],
  'i32.atomic.rmw.cmpxchg': [0x48, 2],
  'i32.atomic.rmw8.cmpxchg_u': [0x4a, 0],
  'i32.atomic.rmw16.cmpxchg_u': [0x4b, 1],
} as const;
export type AtomicOpcode = keyof typeof atomicOpcodes;

/** A number of at least 0 as LEB128. */
function pushUnsigned(bytes: number[], value: number): void {
  let left = value >>> 0;
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80);
    left >>>= 7;
  }
  bytes.push(left);
}

function pushSigned(bytes: number[], value: number): void {
  let left = value | 0;
  for (;;) {
    const low = left & 0x7f;
    left >>= 7;
    if ((left === 0 && (low & 0x40) === 0) || (left === -1 && (low & 0x40) !== 0)) {
      bytes.push(low);
      return;
    }
    bytes.push(low | 0x80);
  }
}

/** A label that instructions branch to. */
export type Label = number;

/** The body of a function, written instruction by instruction. */
export class Code {
  readonly bytes: number[] = [];
  #locals: number;
  readonly #params: number;
  #depth = 0;

  constructor(params: number) {
    this.#params = params;
    this.#locals = params;
  }

  /** A new local variable. */
  local(): number {
    return this.#locals++;
  }

  op(...names: readonly Opcode[]): this {
    for (const name of names) this.bytes.push(opcodes[name]);
    return this;
  }

  const(value: number): this {
    this.bytes.push(0x41);
    pushSigned(this.bytes, value);
    return this;
  }

  get(local: number): this {
    this.bytes.push(0x20);
    pushUnsigned(this.bytes, local);
    return this;
  }

  set(local: number): this {
    this.bytes.push(0x21);
    pushUnsigned(this.bytes, local);
    return this;
  }

  tee(local: number): this {
    this.bytes.push(0x22);
    pushUnsigned(this.bytes, local);
    return this;
  }

  call(index: number): this {
    this.bytes.push(0x10);
    pushUnsigned(this.bytes, index);
    return this;
  }

  /** A load or a store at a constant offset from the address on the stack. */
  memory(name: MemoryOpcode, offset = 0): this {
    const [code, align] = memoryOpcodes[name];
    this.bytes.push(code, align);
    pushUnsigned(this.bytes, offset);
    return this;
  }

  /** The same of an atomic access. */
  atomic(name: AtomicOpcode, offset = 0): this {
    const [code, align] = atomicOpcodes[name];
    this.bytes.push(ATOMIC, code, align);
    pushUnsigned(this.bytes, offset);
    return this;
  }

  /** Opens a block; a branch to its label goes behind its end. */
  block(): Label {
    this.bytes.push(0x02, EMPTY);
    return ++this.#depth;
  }

  /** Opens a loop; a branch to its label goes to its begin. */
  loop(): Label {
    this.bytes.push(0x03, EMPTY);
    return ++this.#depth;
  }

  /** Opens a block that is run where the number on the stack is not 0. */
  if(): Label {
    this.bytes.push(0x04, EMPTY);
    return ++this.#depth;
  }

  end(): this {
    this.#depth--;
    return this.op('end');
  }

  branch(label: Label): this {
    this.bytes.push(0x0c);
    pushUnsigned(this.bytes, this.#depth - label);
    return this;
  }

  branchIf(label: Label): this {
    this.bytes.push(0x0d);
    pushUnsigned(this.bytes, this.#depth - label);
    return this;
  }

  /** Branches by the number on the stack; beyond the last label to the last. */
  branchTable(labels: readonly Label[]): this {
    this.bytes.push(0x0e);
    pushUnsigned(this.bytes, labels.length - 1);
    for (const label of labels) pushUnsigned(this.bytes, this.#depth - label);
    return this;
  }

  /** The function's entry in the code section. */
  entry(): readonly number[] {
    const body: number[] = [];
    const declared = this.#locals - this.#params;
    pushUnsigned(body, declared === 0 ? 0 : 1);
    if (declared > 0) {
      pushUnsigned(body, declared);
      body.push(I32);
    }
    const entry: number[] = [];
    pushUnsigned(entry, body.length + this.bytes.length + 1);
    return [...entry, ...body, ...this.bytes, opcodes.end];
  }
}

export interface Signature {
  readonly params: number;
  readonly results: number;
}

export interface ModuleParts {
  /** 64 KiB pages that the memory has. */
  readonly pages: number;
  /** Whether other threads have the memory, too. */
  readonly shared: boolean;
  /** Whether the module has a memory of its own and exports it as `memory`; else it imports `env.memory`. */
  readonly own?: boolean;
  /** Functions that are imported from `env`; they come first in the numbering. */
  readonly imports: readonly (Signature & { readonly name: string })[];
  readonly functions: readonly (Signature & { readonly code: Code; readonly name?: string })[];
}

/** The bytes of a module. Functions that have names are exported. */
export function moduleBytes({
  pages,
  shared,
  own = false,
  imports,
  functions,
}: ModuleParts): Uint8Array<ArrayBuffer> {
  const types: string[] = [];
  const typeOf = ({ params, results }: Signature): number => {
    const key = `${String(params)} ${String(results)}`;
    const known = types.indexOf(key);
    return known < 0 ? types.push(key) - 1 : known;
  };
  const name = (text: string): readonly number[] => {
    const bytes = [...new TextEncoder().encode(text)];
    return [...unsigned(bytes.length), ...bytes];
  };
  const limits = shared ? [0x03, ...unsigned(pages), ...unsigned(pages)] : [0x00, ...unsigned(pages)];
  const imported = [
    ...(own ? [] : [[...name('env'), ...name('memory'), 0x02, ...limits]]),
    ...imports.map((one) => [...name('env'), ...name(one.name), 0x00, ...unsigned(typeOf(one))]),
  ];
  const declared = functions.map((one) => unsigned(typeOf(one)));
  const exported = functions.flatMap((one, index) =>
    one.name === undefined ? [] : [[...name(one.name), 0x00, ...unsigned(imports.length + index)]],
  );
  if (own) exported.push([...name('memory'), 0x02, 0x00]);
  const typed = types.map((key) => {
    const [params = 0, results = 0] = key.split(' ').map(Number);
    const list = (count: number): readonly number[] => [
      ...unsigned(count),
      ...Array.from({ length: count }, () => I32),
    ];
    return [0x60, ...list(params), ...list(results)];
  });
  const sections: readonly (readonly [id: number, items: readonly (readonly number[])[]])[] = [
    [1, typed],
    [2, imported],
    [3, declared],
    ...(own ? [[5, [limits]] as const] : []),
    [7, exported],
    [10, functions.map(({ code }) => code.entry())],
  ];
  const bytes: number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  for (const [id, items] of sections) {
    const count = unsigned(items.length);
    const length = items.reduce((sum, item) => sum + item.length, count.length);
    bytes.push(id, ...unsigned(length), ...count);
    for (const item of items) for (const byte of item) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  pushUnsigned(bytes, value);
  return bytes;
}
