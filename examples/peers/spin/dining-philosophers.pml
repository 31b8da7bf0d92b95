/* Dining philosophers: -DN of them; with -DBROKEN=1 all reach for the left fork first. */
#ifndef N
#define N 4
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

bool taken[N];
bool eating[N];

#define RIGHT ((_pid + 1) % N)
#define LEFT_HANDED (BROKEN || _pid < N - 1)
#define FIRST (LEFT_HANDED -> _pid : RIGHT)
#define SECOND (LEFT_HANDED -> RIGHT : _pid)

active [N] proctype P() {
  do
  :: d_step { !taken[FIRST] -> taken[FIRST] = true }
    d_step {
      !taken[SECOND] -> taken[SECOND] = true;
      eating[_pid] = true;
      assert(!eating[RIGHT] && !eating[(_pid + N - 1) % N])
    }
    d_step { taken[FIRST] = false; eating[_pid] = false }
    taken[SECOND] = false
  od
}
