/**
 * The slow twin's arrays, sets, optional values and queues: each a JavaScript array of its plain value, with the methods of all of
 * them. It knows no schema, so a set is kept sorted, and nothing is checked.
 */
export class Items extends Array<unknown> {
  count(matches: (value: unknown, index: number) => boolean): number {
    return this.filter(matches).length;
  }
  /** Of an array, element and value; of an optional value, the value. */
  set(...given: readonly unknown[]): void {
    if (given.length === 1) this.splice(0, this.length, copyOf(given[0]));
    else this[Number(given[0])] = given[1];
  }
  clear(): void {
    this.length = 0;
  }

  get size(): number {
    return this.length;
  }
  has(member: unknown): boolean {
    return this.includes(member);
  }
  add(member: unknown): void {
    if (!this.includes(member)) super.push(member);
    this.sort((one, other) =>
      typeof one === 'number' ? one - Number(other) : String(one) < String(other) ? -1 : 1,
    );
  }
  delete(member: unknown): void {
    if (this.includes(member)) this.splice(this.indexOf(member), 1);
  }

  get none(): boolean {
    return this.length === 0;
  }
  get(): unknown {
    return this[0];
  }
  is(value: unknown): boolean {
    return this[0] === value;
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }
  peek(): unknown {
    return this[0];
  }
  override push(value: unknown): number {
    return super.push(copyOf(value));
  }
}

const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
