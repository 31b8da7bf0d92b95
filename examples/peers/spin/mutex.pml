/* Two processes and one lock. */
bool lock;
byte inside;

active [2] proctype P() {
idle:
  skip;
  d_step { !lock -> lock = true; inside++; assert(inside == 1) }
  d_step { lock = false; inside-- }
  goto idle
}
