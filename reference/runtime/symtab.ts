/**
 * Functions and call stacks, as far as traces show them. Source: runtime/symtab.go, runtime/symtabinl.go.
 */

interface Func {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

const funcs: Func[] = [];
const pcs = new Map<string, number>();

/** Where the text segment begins, and how far two calls are apart, in bytes. */
const textStart = 0x40_1000;
const callBytes = 16;

/**
 * The pc of a call: a place in a function, with its file and line. The same place has the same pc in the whole process.
 * Go: funcInfo, runtime/symtab.go, the other way round.
 */
export function pcOf(name: string, file: string, line: number): number {
  const key = `${name} ${file}:${line}`;
  let pc = pcs.get(key);
  if (pc === undefined) {
    pc = textStart + funcs.length * callBytes;
    funcs.push({ name, file, line });
    pcs.set(key, pc);
  }
  return pc;
}

/** What a pc of {@link pcOf} stands for. Throws an Error for another number. Go: findfunc, runtime/symtab.go. */
export function findfunc(pc: number): Func {
  const func = funcs[(pc - textStart) / callBytes];
  if (func === undefined) throw new Error(`no function has the pc ${pc}; pcOf makes them`);
  return func;
}

/**
 * A call stack, the innermost call first. Frames are interned: the same calls in the same order are the same object, so that a
 * stack is found in a table without looking at its calls.
 */
export class Frame {
  readonly pc: number;
  readonly caller: Frame | null;
  readonly callees: Map<number, Frame> = new Map();

  constructor(pc: number, caller: Frame | null) {
    this.pc = pc;
    this.caller = caller;
  }
}

const roots = new Map<number, Frame>();

/** The stack that has one more call. Go: stkframe, runtime/stkframe.go, as a list. */
export function callFrame(caller: Frame | null, pc: number): Frame {
  const callees = caller === null ? roots : caller.callees;
  let frame = callees.get(pc);
  if (frame === undefined) {
    frame = new Frame(pc, caller);
    callees.set(pc, frame);
  }
  return frame;
}
