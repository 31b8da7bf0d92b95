import { describe, expect, test } from 'vitest';
import { eventId, eventNamed, eventOfId, events } from './index.ts';

describe('the table of events', () => {
  test('has each id and each name once, in the order of ids', () => {
    const ids = events.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
    expect(new Set(events.map(({ name }) => name)).size).toBe(61);
    for (const spec of events) {
      expect(eventOfId(spec.id)).toBe(spec);
      expect(eventNamed(spec.name)).toBe(spec);
    }
  });

  test('knows which arguments are strings and stacks', () => {
    expect(eventNamed('UserLog')).toMatchObject({ id: 44, timed: true, strings: [2, 3], stacks: [4] });
    expect(eventNamed('GoCreate')).toMatchObject({ strings: [], stacks: [2, 3] });
    expect(eventNamed('CPUSample')).toMatchObject({ timed: false, stacks: [4], since: 22 });
    expect(eventNamed('Sync')).toMatchObject({ timed: false, args: [], since: 25 });
  });

  test('refuses a name that no release has', () => {
    expect(() => eventId('GoSwicth')).toThrow("no event of the trace format is called 'GoSwicth'");
  });
});
