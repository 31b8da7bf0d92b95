/** Fields beside the lanes, and the look. */
import * as state from '../state.ts';

export function pin(field: number): void {
  const pins = state.pins.value;
  state.pinned.value = pins.includes(field)
    ? pins.filter((one) => one !== field)
    : [...pins, field].slice(-8);
}

export function hide(field: number): void {
  const hidden = new Set(state.hidden.value);
  if (!hidden.delete(field)) hidden.add(field);
  state.hidden.value = hidden;
  state.pinned.value = state.pins.value.filter((one) => !hidden.has(one));
}

export function toggleTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  state.theme.value = (state.theme.value ?? (dark ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark';
}
