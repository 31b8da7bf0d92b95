import type { Expr, Instruction, ValueType } from '../../model/index.ts';

/** A place in a list that is still being written. */
export interface Label {
  at: number | undefined;
}

/** A jump target while the list is written. */
type Draft<I> = I extends { op: 'branch' }
  ? Omit<I, 'then' | 'else'> & { then: Label; else: Label }
  : I extends { op: 'jump' }
    ? Omit<I, 'to'> & { to: Label }
    : I;

/** What the caller adds: function and line come from where the reader stands. */
type Bare<I> = I extends unknown ? Omit<I, 'fn' | 'line'> : never;

/** Writes the flat list of one thread. */
export class Emitter {
  readonly list: Draft<Instruction>[] = [];
  readonly locals: Record<string, ValueType> = {};
  fn = '';
  line = 0;

  emit(one: Bare<Draft<Instruction>>): void {
    this.list.push({ ...one, fn: this.fn, line: this.line });
  }

  local(hint: string, type: ValueType): string {
    let name = hint;
    for (let next = 2; Object.hasOwn(this.locals, name); next++) name = `${hint}_${next}`;
    this.locals[name] = type;
    return name;
  }

  /** Takes a local back. */
  forget(name: string): void {
    Reflect.deleteProperty(this.locals, name);
  }

  /** A local with that value. */
  temporary(hint: string, type: ValueType, is: Expr): Expr {
    const to = this.local(hint, type);
    this.emit({ op: 'set', to, is });
    return { local: to };
  }

  label(): Label {
    return { at: undefined };
  }

  here(label: Label): void {
    label.at = this.list.length;
  }

  jump(to: Label): void {
    this.emit({ op: 'jump', to });
  }

  branch(condition: Expr, yes: Label, no: Label): void {
    if ('lit' in condition) this.jump(condition.lit === 0 ? no : yes);
    else this.emit({ op: 'branch', if: condition, then: yes, else: no });
  }

  finished(): Instruction[] {
    const at = (label: Label): number => {
      if (label.at === undefined) throw new Error('a label was never placed');
      return label.at;
    };
    return this.list.map((one): Instruction => {
      if (one.op === 'branch') return { ...one, then: at(one.then), else: at(one.else) };
      return one.op === 'jump' ? { ...one, to: at(one.to) } : one;
    });
  }
}
