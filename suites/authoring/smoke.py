#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twelve short prompts, one of each kind of answer at least: does everything work, in well under a minute?"""
from authoring import Suite

s = Suite("smoke", {32: 12}, {"arithmetic": 4, "logic": 2, "sorting": 1, "json": 1, "choice": 1, "python": 1, "sql": 1, "story": 1})
s.cat("arithmetic")
s.n("Add 46 and 38.", "46 + 38")
s.n("What is 6 times 9?", "6 * 9")
s.n("Compute 700 - 345.", "700 - 345")
s.n("Half of 13 is how much?", "F(13, 2)")
s.cat("logic")
s.yn("Is 508 greater than 85?", "508 > 85")
s.yn("True or false: 72 is less than 27.", "72 < 27")
s.cat("sorting")
s.li("Sort these numbers: 41, 7, 88, 23.", "sorted([41, 7, 88, 23])")
s.cat("json")
s.js("Write a JSON object with city Bergen and age 31.", "{'city': 'Bergen', 'age': 31}", "the values are those of the task",
     {"type": "object", "additionalProperties": False, "required": ["city", "age"], "properties": {"city": {"type": "string"}, "age": {"type": "integer"}}})
s.cat("choice")
s.ch("Which of them is even? A) 15 B) 22 C) 31", "[c for c, k in zip('ABC', (15, 22, 31)) if k % 2 == 0][0]")
s.cat("python")
s.code("In a code block, write the Python expression for the length of the list xs.", "len(xs)", [["f([1, 2])", "2"], ["f([])", "0"]], ["xs.len()", "sum(xs)"], context="def f(xs):\n    return {answer}")
s.cat("sql")
s.sql("SQL: every column of table pets.", "SELECT * FROM pets", "create table pets(a, b); insert into pets values (1, 2), (3, 4);", "select a, b from pets", ["SELECT a FROM pets", "SELECT * FROM pets WHERE a = 1"])
s.cat("story")
s.free("Tell a very short story about a curious hare.")
s.write()
