"""Speed and memory, measured beside something that does the same work, in one run on one machine.
No test belongs here: what is slow on a busy machine is not wrong."""
