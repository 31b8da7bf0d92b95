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
/** Where there is little room, fewer fields are told beside the lanes. */
export const pinsShown = computed(() =>
  width.value <= 1180 ? state.pins.value.slice(-3) : state.pins.value,
);

export const pinWidth = (field: number): number =>
  state.system.value?.fields[field]?.kind === 'enum' && width.value > 1180 ? PIN_OF_NAMES : PIN;
