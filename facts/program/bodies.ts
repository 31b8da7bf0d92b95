/** Functions by what their bodies are in Go 1.23 to 1.27, as hashes (known-shapes.ts says how they are made). */

/** Functions whose calls the reader takes as a whole, with the hashes of what their bodies are. */
export const bodies: Readonly<Record<string, string>> = {
  traceReadCPU: '14d033c2 9c698fd3',
  'traceBufQueue.push': '349cffd4',
  'traceBufQueue.pop': 'fa8076db',
  'traceBufQueue.empty': 'ece21307',
  'traceBuf.byte': 'c1396e9c',
  'traceBuf.varint': 'fc761147',
  'traceBuf.varintReserve': '9f53e065',
  'traceBuf.varintAt': '881e20ed',
};

/** Functions that the compiler inlines wherever they are called, so that they have no prologue; another body may have one. */
export const inlined: Readonly<Record<string, string>> = {
  'traceSchedResourceState.readyNextGen': 'fb9091c6',
  'traceSchedResourceState.statusWasTraced': '81cf42b2',
  'traceSchedResourceState.setStatusTraced': 'a55962c3',
  'traceSchedResourceState.nextSeq': '9d347829',
  'traceLocker.rawEventWriter': 'c5f6bf3b',
  'traceLocker.ok': '93de2631',
  traceNextGen: 'a1b5e3ea',
};
