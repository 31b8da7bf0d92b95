/* Readers and writers: -DREADERS, -DWRITERS; with -DBROKEN=1 readers count themselves without their semaphore. */
#ifndef READERS
#define READERS 2
#endif
#ifndef WRITERS
#define WRITERS 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

bool mutex, room;
byte count, reading, writing;

active [READERS] proctype Reader() {
  do
  :: d_step { BROKEN || !mutex -> mutex = !BROKEN }
    count++;
    d_step { count != 1 || !room -> room = (count == 1 -> true : room) }
    d_step { mutex = false; reading++; assert(!writing) }
    d_step { BROKEN || !mutex -> mutex = !BROKEN; reading-- }
    count--;
    room = (count == 0 -> false : room);
    mutex = false
  od
}

active [WRITERS] proctype Writer() {
  do
  :: d_step { !room -> room = true; writing++; assert(writing == 1 && !reading) }
    d_step { room = false; writing-- }
  od
}
