import { createHash } from 'node:crypto';

/** Names of locals, scope by scope, and what they are called in canonical form. */
export class Bindings {
  /** Name of each local in the tree, for messages. */
  readonly names = new Map<string, string>();
  #scopes: Map<string, string>[] = [];
  readonly #taken = new Map<string, number>();

  open(): void {
    this.#scopes.push(new Map());
  }

  close(): void {
    this.#scopes.pop();
  }

  /** Runs `use` where only these names are known, and the package's. */
  alone<Result>(names: ReadonlyMap<string, string>, use: () => Result): Result {
    const outer = this.#scopes;
    this.#scopes = [new Map(names)];
    const result = use();
    this.#scopes = outer;
    return result;
  }

  bind(name: string, id: string): string {
    if (name === '_') return '_';
    this.#scopes.at(-1)?.set(name, id);
    this.names.set(id, name);
    return id;
  }

  /** A new local, named by what it is declared with. */
  declare(name: string, content: string): string {
    if (name === '_') return '_';
    const base = `$${createHash('sha256').update(content).digest('hex').slice(0, 6)}`;
    const count = (this.#taken.get(base) ?? 0) + 1;
    this.#taken.set(base, count);
    return this.bind(name, count === 1 ? base : `${base}.${count}`);
  }

  lookup(name: string): string | undefined {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  /** What the name is in the innermost scope alone. */
  innermost(name: string): string | undefined {
    return this.#scopes.at(-1)?.get(name);
  }
}
