/** How wide and high the lanes are drawn, in CSS pixels, and what depends on the room there is. */
import { computed, signal } from '@preact/signals';
import * as state from '../state.ts';

export const width = signal(globalThis.innerWidth);
addEventListener('resize', () => {
  width.value = innerWidth;
});

/** The columns of the periods and of the steps' numbers. */
export const BAND = 42;
export const NUMBER = 34;
export const PIN = 60;
/** Names take more room than numbers. */
const PIN_OF_NAMES = 84;
export const WATCHED = 72;
/** A function that has no more room than this ends in an ellipsis. */
export const CODE_MIN = 72;
/** The heads of the columns, which stay while the rows scroll. */
export const HEAD = 40;

export const rowHeight = computed(() => (state.comparison.value !== null || width.value <= 1180 ? 22 : 24));
/** How wide the box of the lanes is. */
export const room = signal(0);

export const pinWidth = (field: number): number =>
  state.system.value?.fields[field]?.kind === 'enum' && width.value > 1180 ? PIN_OF_NAMES : PIN;

/**
 * The fields beside lanes that take `taken` pixels: all that a reader pinned. Of those that were chosen for the reader, as many as there is
 * room for, and one at least; what the failing property read comes first.
 */
export function pinsBeside(taken: number): readonly number[] {
  const { value: pins } = state.pins;
  if (state.pinned.value !== null) return pins;
  const decided = state.run.value?.decided ?? [];
  const order = [...pins].sort((one, other) => +decided.includes(other) - +decided.includes(one));
  let left = room.value - taken;
  const fitting = order.filter((field, index) => {
    left -= pinWidth(field);
    return index === 0 || left >= 0;
  });
  return pins.filter((field) => fitting.includes(field));
}
