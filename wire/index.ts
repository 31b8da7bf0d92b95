/** The format of Go execution traces: the table of events. */
export { batchBytesMax, eventId, eventNamed, eventOfId, events, experimentBase } from './events.ts';
export { encodeText } from './golden/encode-text.ts';
export type { EventSpec, TraceVersion } from './events.ts';
