/** Reading one scalar of a state through its view, as a guard would. */
import { partOf } from '../language/parts.ts';
import type { RecordField, View } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import type { Layout, ScalarShape, Shape } from '../state/layout.ts';

/** A value, or undefined where there is none: in an empty optional value, and behind the end of a queue. */
type Get = (view: unknown) => unknown;

/** Answers undefined for a part that is not in use. Views of any kind will do: of a search, or of a recorder. */
export function accessorOf<S extends RecordField>(
  layout: Layout,
  scalar: ScalarShape,
): (state: View<S>) => Scalar | undefined {
  const get = within(layout.root, scalar);
  // Sound because a view gives each scalar a value of its field.
  return (state) => get(state) as Scalar | undefined;
}

/** The parts of a view that have methods, as far as they are used here. */
interface PartView {
  readonly none: boolean;
  readonly length: number;
  at(index: number): unknown;
  get(): unknown;
  has(member: unknown): boolean;
}

function within(shape: Shape, scalar: ScalarShape): Get {
  if (shape.kind === 'scalar') return (view) => view;
  const part = partOf(shape.field);
  if (shape.kind === 'array') {
    const index = shape.elements.findIndex((one) => holds(one, scalar));
    const element = shape.elements[index];
    if (element === undefined) return () => undefined;
    const inner = within(element, scalar);
    if (part?.part === 'set') {
      const member = part.members[index];
      return (view) => (view as PartView).has(member);
    }
    return (view) => inner((view as PartView).at(index));
  }
  const [name, field] = shape.fields.find(([, one]) => holds(one, scalar)) ?? [];
  if (name === undefined || field === undefined) return () => undefined;
  const inner = within(field, scalar);
  if (part?.part === 'optional')
    return name === 'some'
      ? (view) => !(view as PartView).none
      : (view) => ((view as PartView).none ? undefined : inner((view as PartView).get()));
  if (part?.part === 'queue') {
    if (name === 'length') return (view) => (view as PartView).length;
    const slots = field.kind === 'array' ? field.elements : [];
    const index = slots.findIndex((one) => holds(one, scalar));
    const slot = slots[index];
    if (slot === undefined) return () => undefined;
    const item = within(slot, scalar);
    return (view) => (index < (view as PartView).length ? item((view as PartView).at(index)) : undefined);
  }
  return (view) => inner(Reflect.get(view as object, name));
}

function holds(shape: Shape, scalar: ScalarShape): boolean {
  if (shape.kind === 'scalar') return shape === scalar;
  return shape.kind === 'array'
    ? shape.elements.some((one) => holds(one, scalar))
    : shape.fields.some(([, one]) => holds(one, scalar));
}
