# SPDX-License-Identifier: GPL-3.0-or-later
"""Random choices that are the same under every Python version: splitmix64 (Steele, Lea, Flood 2014), and word lists."""

MASK = 2 ** 64 - 1


class Seeded:
    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        return z ^ z >> 31

    def int(self, low, high):
        """low ≤ result ≤ high."""
        return low + self.next() % (high - low + 1)

    def pick(self, items):
        return items[self.int(0, len(items) - 1)]

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.int(0, i)
            items[i], items[j] = items[j], items[i]
        return items

    def sample(self, items, k):
        return self.shuffled(items)[:k]


PEOPLE = """Abel Aiko Alma Amir Anouk Aron Ayla Basil Bente Berit Bruno Carla Cem Chiara Dagny Dario Delia Edda Edgar Elif Emil Enzo
Esra Fabio Farid Fenja Flora Gesa Gino Greta Hakon Hedda Hugo Ida Ilja Imke Ines Iris Jakub Jana Joris Judit Kaya Kian Klara Lars
Leila Levin Lida Linus Luca Maja Malik Marek Matteo Meral Milan Mona Nadja Nevin Nils Noemi Nuria Odin Olga Orla Oskar Paula Pavel
Petra Quirin Rada Rafik Ramon Rika Romy Runa Samir Selma Silas Sina Sven Tarik Tessa Thore Tilda Tomas Ulla Umar Valerie Vera Viggo
Wanda Xenia Yara Yusuf Zeno Zita""".split()
TOWNS = """Aldern Birkau Calvora Dornfeld Elsmoor Farrin Galten Harwick Isfeld Jorvale Kestrel Lindau Marrow Norden Oakley Pelham
Quarne Rostin Selby Tarnow Umbra Velden Wexford Yarrow Zelin Ashby Brenn Corvin Drell Esk Fenwick Grell Holm Ister Kolm""".split()
GOODS = """anvils baskets candles drums easels flutes gloves hammers inkpots jackets kettles lanterns mirrors needles oars pillows quilts
ropes saddles teapots umbrellas vases whistles yarns brooms clamps dials ferrules gaskets hinges irons jars ladles mallets nozzles
pulleys rivets sieves tongs valves wedges zippers""".split()
COLOURS = "amber azure beige black bronze coral cream crimson gold green indigo ivory jade lilac olive pink plum red silver teal white yellow".split()
ANIMALS = "badger beaver bison crane curlew dormouse eagle ferret gannet heron ibex jackdaw kestrel lynx marten newt otter plover raven stoat".split()
