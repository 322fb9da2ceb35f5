# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences without facts that matter, to hide facts between."""

SENTENCES = """The old mill by the canal has been closed since spring.
Nobody could say who had left the gate open.
A light wind came up from the harbour towards evening.
The committee postponed the question of the benches once more.
Somewhere behind the station a dog barked twice and fell silent.
Coffee was served in the small hall, as every Thursday.
The new paint on the railings still smelled of turpentine.
Visitors are asked to leave their umbrellas in the stand.
Half the chairs had to be borrowed from the school.
The gardener complained about the moles, though without much hope.
It was agreed that the minutes should be shorter next time.
A photograph of the founders hangs slightly askew above the door.
The ferry had been repaired, but its bell had not.
Two of the windows on the north side no longer close properly.
The baker brought what was left of the day's bread.
Rain was forecast, so the procession took the shorter way.
The choir practised in the stairwell because of the echo.
Several letters had been delivered to the wrong house again.
The lamp over the stairs flickers whenever the lift is used.
On Sundays the museum opens an hour later than the sign says.
The swimming pool remained empty for want of a pump.
A cat has made the archive its own and will not be moved.
The programme was printed on paper of an unusual blue.
There were too few cups and too many saucers.
The path along the dunes is closed for the nesting season.
Everyone praised the soup and nobody asked for more.
The treasurer had mislaid his glasses and read nothing aloud.
Snow lay on the upper meadows well into the month.
The clock in the hall is known to be a little slow.
A delegation from the next valley listened politely.
The piano had been tuned, though perhaps not recently.
Fresh gravel was spread where the puddles used to be.
The children had drawn ships on the back of the notices.
An owl was seen on the roof of the fire station.
The bridge will be painted after the summer, funds permitting.
No one remembered why the flag was flown on that day.
The tram stopped between two stops and then went on.
A box of unclaimed gloves stands beside the entrance.
The orchard behind the school gave very small apples this year.
The speaker lost the thread but found a better one.""".splitlines()
