#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Open continuations where a small numeric difference changes the wording. What is compared is the text; only facts that
can be computed have a reference."""
from authoring import Suite

s = Suite("determinism", {256: 63, 128: 26, 512: 6, 64: 5},
          {"creative": 34, "factual": 24, "explanation": 23, "list": 11, "constrained": 8})

s.cat("creative")
for text in """Tell the story of a lighthouse keeper who collects forgotten names.
Write a letter from a river to the sea.
Begin a novel with the sentence "The bridge had learned to hum."
Describe a market on a planet with two suns.
Compose a lullaby for a nervous robot.
Invent a creation myth for a tribe of clockmakers.
Write a scene in which two chess pieces gossip during a game.
A violin is left on a train. Continue.
Describe the colour green to someone who has always been blind.
Write the diary entry of the last dragon, who works in a library.
Make up a proverb and explain how it came about.
Draft the opening speech of a parliament of birds.
Imagine the sea withdrew for a day. What do people find?
A detective interviews a snowman. Write their dialogue.
Give a short eulogy for a broken teapot.
Write about an elevator that stops at a floor nobody built.
Sketch a fairy tale in which the wolf is the baker.
What would a mountain say if it could speak once in a thousand years?
Write a love poem between two satellites.
Continue: "When the lamps went out, only the mirrors kept their light."
Describe a dish from a country that does not exist.
Tell a ghost story set in a very tidy office.
Write a monologue of a map that has been folded wrongly.
Invent a holiday, its food and its one strict rule.
Two strangers share an umbrella in a city without rain. Why?
Write an advertisement for bottled silence.
Describe your first morning as a cat.
Let an old oak and a young birch quarrel about the wind.
Write a short play: the moon forgets its lines.
A child finds a door in a snowdrift. Go on from there.
Create a villain who only steals Tuesdays.
Tell how music came to the deepest cave.
Write a review of a restaurant run by ghosts.
Narrate a race between a cloud and its own shadow.""".splitlines():
    s.free(text)

s.cat("factual")
for text in """What causes the tides?
How does bread dough rise?
What is the water cycle?
Tell me what a comet is made of.
How do bees find their way home?
What happens inside a volcano before it erupts?
Who were the Phoenicians and what did they trade?
What does the liver do?
How is paper made from wood?
In what ways do deserts form?
What is known about the deep sea floor?
How did people measure time before mechanical clocks?
What are the main parts of a plant cell?
Summarise what an ice age is.
How do vaccines prepare the body?
What was the Silk Road?
Which properties make copper useful?
How do migrating birds keep their course?
What is an estuary?
Why is the Dead Sea so salty?""".splitlines():
    s.free(text)
s.n("How many days lie between 1 March 2024 and 1 March 2028?", "(date(2028, 3, 1) - date(2024, 3, 1)).days", "counted in the Gregorian calendar", b=64)
s.ex("On which weekday did 1 January 2000 fall? Answer with the English name of the day only.", "['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][date(2000, 1, 1).weekday()]", "Gregorian calendar", b=64)
s.n("How many edges does a cube have?", "sum(sum(a != b for a, b in zip(p, q)) == 1 for p, q in combinations(list(product((0, 1), repeat=3)), 2))",
    "pairs of corners that differ in one coordinate", b=64)
s.n("How many square numbers are there between 1 and 400, both included?", "sum(k * k <= 400 for k in range(1, 401))", b=64)

s.cat("explanation")
for text in """Explain recursion to a ten-year-old.
Why is the sky blue at noon and red in the evening?
Explain how a refrigerator keeps food cold.
What is the difference between weather and climate?
Explain compound interest without formulas.
How does a sailing boat move against the wind?
Describe how public-key encryption lets strangers share a secret.
Why do we see lightning before we hear thunder?
Explain the idea of supply and demand with an example from a school yard.
How can a plane fly upside down?
What makes a joke funny? Give your own theory.
Explain to a cook what an algorithm is.
Why do leaves change their colour in autumn?
How does a zip file get smaller than its contents?
Explain why division by zero is left undefined.
What does it mean that a language is dead?
Explain the rules of tic-tac-toe and why it ends in a draw.
Why does ice float?
How do noise-cancelling headphones work?
Explain the greenhouse effect in a few sentences.
What is the point of a control group in an experiment?
Explain how a seed knows which way is up.
Why does a spinning top not fall over?""".splitlines():
    s.free(text)

s.cat("list")
for text in """List seven things one could do with a single sheet of paper.
Name ten animals that sleep through the winter or slow down in it.
Suggest eight names for a small bakery by the sea.
Give me six questions to ask a new neighbour.
List five ways to save water at home.
Which tools belong in a beginner's bicycle repair kit?
Think of nine words that sound like what they mean.
List the steps for planting a tree.
Propose six unusual school subjects.
What should a packing list for a winter hike contain?
Name five inventions that came about by accident.""".splitlines():
    s.free(text)

s.cat("constrained")
s.free("Describe autumn in exactly ten words.")
s.free("Write a haiku about a railway station.")
s.free("Explain gravity without using the letter e.")
s.free("Write four lines that rhyme in the pattern ABBA about a lost key.")
s.free("Tell a story of precisely three sentences, each starting with \"But\".")
s.free("Give a compliment in which every word begins with s.")
s.free("Write one sentence of exactly twelve words about bees.")
s.free("Reply with a single word that describes thunder.", b=64)
for line in s.lines:  # poems and tales get room, the shortest tasks a little
    if line["text"].startswith(("Write a short play", "A detective interviews", "Implement", "Begin a novel", "Tell the story of a lighthouse", "Invent a creation myth", "Write the diary")):
        line["max_tokens"] = 512
s.write()
