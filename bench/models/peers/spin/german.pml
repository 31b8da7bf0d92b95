/* German's cache coherence: -DN clients, up to 6; with -DBROKEN=1 a shared line is granted while another client owns it.
 * One process whose options are the actions. Sets of clients are bit masks.
 */
#ifndef N
#define N 3
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define NONE 0
#define SHARED 1
#define EXCLUSIVE 2
#define GRANT_SHARED 1
#define GRANT_EXCLUSIVE 2
#define INVALIDATE 3

byte request[N], answer[N];
unsigned sharing : N; /* the caches: who has the line, and who owns it */
unsigned owning : N;
unsigned acknowledged : N;
unsigned sharers : N;
unsigned toInvalidate : N;
bool exclusiveGranted;
unsigned command : 2;
unsigned client : 3;

#define HAS(set, i) (set & (1 << i))
#define ADD(set, i) set = set | (1 << i)
#define DELETE(set, i) set = set & ~(1 << i)

/* The owner has the line alone. */
inline judge() { assert(owning == 0 || (sharing == 0 && (owning & (owning - 1)) == 0)) }
inline done() { command = NONE; client = 0; toInvalidate = 0 }

#define CLIENT(i) \
  :: d_step { !HAS(sharing, i) && !HAS(owning, i) && request[i] == NONE -> request[i] = SHARED } \
  :: d_step { !HAS(owning, i) && request[i] == NONE -> request[i] = EXCLUSIVE } \
  :: d_step { \
       command == NONE && request[i] != NONE -> \
       command = request[i]; client = i; request[i] = NONE; toInvalidate = sharers \
     } \
  :: d_step { \
       (command == EXCLUSIVE || (command == SHARED && exclusiveGranted && !BROKEN)) && \
       HAS(toInvalidate, i) && answer[i] == NONE -> \
       answer[i] = INVALIDATE; DELETE(toInvalidate, i) \
     } \
  :: d_step { \
       answer[i] == INVALIDATE && !HAS(acknowledged, i) -> \
       DELETE(sharing, i); DELETE(owning, i); answer[i] = NONE; ADD(acknowledged, i) \
     } \
  :: d_step { \
       command != NONE && HAS(acknowledged, i) -> \
       DELETE(acknowledged, i); DELETE(sharers, i); exclusiveGranted = false \
     } \
  :: d_step { \
       command == SHARED && client == i && (BROKEN || !exclusiveGranted) && answer[i] == NONE -> \
       answer[i] = GRANT_SHARED; ADD(sharers, i); done() \
     } \
  :: d_step { \
       command == EXCLUSIVE && client == i && sharers == 0 && answer[i] == NONE -> \
       answer[i] = GRANT_EXCLUSIVE; ADD(sharers, i); exclusiveGranted = true; done() \
     } \
  :: d_step { \
       answer[i] == GRANT_SHARED -> \
       ADD(sharing, i); DELETE(owning, i); answer[i] = NONE; judge() \
     } \
  :: d_step { \
       answer[i] == GRANT_EXCLUSIVE -> \
       ADD(owning, i); DELETE(sharing, i); answer[i] = NONE; judge() \
     }

active proctype protocol() {
  do
  CLIENT(0)
  CLIENT(1)
#if N > 2
  CLIENT(2)
#endif
#if N > 3
  CLIENT(3)
#endif
#if N > 4
  CLIENT(4)
#endif
#if N > 5
  CLIENT(5)
#endif
  od
}
