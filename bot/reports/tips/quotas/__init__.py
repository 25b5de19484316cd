"""How many tips a sender may send at once, and what becomes of a rush; it forgets by midnight.

Who sent how much, which tip is whose, and who is muted stand in the memory of the public process
alone, under a key that is drawn anew each midnight; they reach no disk, log or metric.

A muted sender sees what everybody sees: the same screens, the same pauses, a receipt. Those of
his tips that are not urgent wait in the unit's digest, as the tips of a rush do; urgent ones never
wait, so that sending one tells him nothing.

What a thief of the database learns of it at most:
- That a tip has no card of its own yet and is not urgent (`waiting_tips`, or an outbox row of the
  kind `waiting_card`), until its card is shown. Reasons are a rush, a mute, or the draw: while
  anyone is muted, a quarter of all other tips is drawn to wait as well, each tip anew.
- That the staff wish a tip's sender muted (`mute_wishes`), for about a minute. The row names that
  one tip, and no other is marked with it.
So waiting tips on a day without a rush tell that somebody was muted, and each is likelier his
than another's. No row says so of any tip, none says which two are of one sender, and none leads
to a person. A thief of the living public process learns more: today's senders, while today lasts.
"""
