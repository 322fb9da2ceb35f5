#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON to given schemas, tables and exact formats: one misplaced character is a wrong answer."""
from authoring import Suite

s = Suite("structured-output", {256: 40}, {"json_schema": 20, "table": 10, "exact_format": 10})


def obj(required, **more):
    """A strict object schema from key to schema or type name."""
    return {"type": "object", "additionalProperties": False, "required": list(required),
            "properties": {k: v if isinstance(v, dict) else {"type": v} for k, v in required.items()}, **more}


def arr(items, **more):
    return {"type": "array", "items": items if isinstance(items, dict) else {"type": items}, **more}


def js(text, value, schema, why="the values are those of the prompt, the form is the schema's"):
    """Schemas stand in the prompt only where they add something to the words."""
    s.js(text, value, why, schema)


s.cat("json_schema")
js("Fill the schema {\"first\": string, \"last\": string, \"age\": integer} from: \"My name is Dora Keller and I turned 44 in May.\" JSON only.", "{'first': 'Dora', 'last': 'Keller', 'age': 44}", obj({"first": "string", "last": "string", "age": "integer"}))
js("Extract the order as {\"items\":[{\"sku\":string,\"qty\":integer}],\"express\":boolean}: three of AX-9, one of B-17, no hurry.", "{'items': [{'sku': 'AX-9', 'qty': 3}, {'sku': 'B-17', 'qty': 1}], 'express': False}",
   obj({"items": arr(obj({"sku": {"type": "string", "pattern": "[A-Z]+-\\d+"}, "qty": {"type": "integer", "minimum": 1}})), "express": "boolean"}))
js("A GeoJSON point has the keys type (\"Point\") and coordinates ([longitude, latitude]). Write the one for latitude 52.5 and longitude 13.4.", "{'type': 'Point', 'coordinates': [13.4, 52.5]}", obj({"type": {"enum": ["Point"]}, "coordinates": arr("number", minItems=2, maxItems=2)}))
js("Return {\"celsius\": number, \"feels\": \"cold\"|\"mild\"|\"hot\"} for 86 °F; below 10 °C is cold, above 25 °C is hot.", "{'celsius': (86 - 32) * 5 // 9, 'feels': 'hot' if (86 - 32) * 5 / 9 > 25 else 'mild'}", obj({"celsius": "number", "feels": {"enum": ["cold", "mild", "hot"]}}), "86 °F are 30 °C")
js("List the weekdays whose English names have exactly six letters, as a JSON array in calendar order from Monday.", "[d for d in 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split() if len(d) == 6]", arr("string"), "letters counted")
js("Turn the sentence \"Ben sent Ana 20 euros and Ana sent Cem 5\" into an array of objects with the keys from, to and amount.", "[{'from': 'Ben', 'to': 'Ana', 'amount': 20}, {'from': 'Ana', 'to': 'Cem', 'amount': 5}]", arr(obj({"from": "string", "to": "string", "amount": "integer"})))
js("Group 3, 8, 12, 15, 22 and 31 into {\"even\": [...], \"odd\": [...]}, keeping their order.", "{'even': [k for k in (3, 8, 12, 15, 22, 31) if k % 2 == 0], 'odd': [k for k in (3, 8, 12, 15, 22, 31) if k % 2]}", obj({"even": arr("integer"), "odd": arr("integer")}), "computed")
js("Write the tree a(b, c(d)) as nested objects, each with \"name\" and \"children\" (an array, empty for leaves).",
   "{'name': 'a', 'children': [{'name': 'b', 'children': []}, {'name': 'c', 'children': [{'name': 'd', 'children': []}]}]}", obj({"name": "string", "children": arr(obj({"name": "string", "children": arr("object")}))}))
js("Give minimum, maximum and mean of 4, 9, 2, 7, 3 in JSON under the keys min, max, mean.", "{'min': min(4, 9, 2, 7, 3), 'max': max(4, 9, 2, 7, 3), 'mean': 5}", obj({"min": "integer", "max": "integer", "mean": "number"}), "25 / 5 = 5")
js("Parse the address \"12 Mill Lane, Corvin, 40771\" into street, number (integer), town and zip (string). JSON please.", "{'street': 'Mill Lane', 'number': 12, 'town': 'Corvin', 'zip': '40771'}", obj({"street": "string", "number": "integer", "town": "string", "zip": {"type": "string", "pattern": "\\d{5}"}}))
js("Classify as {\"text\": …, \"language\": ISO 639-1 code}: text is \"Guten Morgen\".", "{'text': 'Guten Morgen', 'language': 'de'}", obj({"text": "string", "language": {"type": "string", "pattern": "[a-z]{2}"}}), "German is de in ISO 639-1")
js("Make a JSON Patch (RFC 6902) with one operation that replaces /title by \"Dawn\". Keys in the order op, path, value.", "[{'op': 'replace', 'path': '/title', 'value': 'Dawn'}]", arr(obj({"op": {"enum": ["replace"]}, "path": "string", "value": "string"}), minItems=1, maxItems=1))
js("Express 2 hours 5 minutes 9 seconds as {\"h\":…, \"m\":…, \"s\":…, \"total_seconds\":…}.", "{'h': 2, 'm': 5, 's': 9, 'total_seconds': 2 * 3600 + 5 * 60 + 9}", obj({"h": "integer", "m": "integer", "s": "integer", "total_seconds": "integer"}), "computed")
js("Which keys are missing or wrong? Required: id (integer), tags (array). Given: {\"id\": \"7\"}. Answer as {\"missing\": [...], \"wrong_type\": [...]}.", "{'missing': ['tags'], 'wrong_type': ['id']}", obj({"missing": arr("string"), "wrong_type": arr("string")}), "id is text, tags is not there")
js("From the scores Ada 31, Ben 27, Cem 31 build {\"winner\": [names with the best score, alphabetical], \"margin\": best minus worst}.", "{'winner': ['Ada', 'Cem'], 'margin': 31 - 27}", obj({"winner": arr("string"), "margin": "integer"}))
js("Null, not empty text: write {\"phone\":…, \"mail\":…} for somebody with no phone and the mail o@k.test.", "{'phone': None, 'mail': 'o@k.test'}", obj({"phone": {"type": "null"}, "mail": "string"}))
js("An RGB colour is {\"r\":0–255,\"g\":…,\"b\":…}. Convert #1E90FF.", "{'r': int('1E', 16), 'g': int('90', 16), 'b': int('FF', 16)}", obj({k: {"type": "integer", "minimum": 0, "maximum": 255} for k in "rgb"}), "hexadecimal pairs")
js("Make a table of 1², 2², 3² as an object whose keys are the texts \"1\", \"2\", \"3\".", "{str(k): k * k for k in (1, 2, 3)}", obj({"1": "integer", "2": "integer", "3": "integer"}), "computed")
js("Shopping: 2 kg rice at 1.80 a kilo, 3 lemons at 0.40 each. Reply with {\"lines\":[{\"what\",\"sum\"}],\"total\"}, sums as numbers.", "{'lines': [{'what': 'rice', 'sum': 3.6}, {'what': 'lemons', 'sum': 1.2}], 'total': 4.8}", obj({"lines": arr(obj({"what": "string", "sum": "number"})), "total": "number"}), "2 × 1.80 = 3.60, 3 × 0.40 = 1.20")
js("Output an empty object inside an array inside an object under the key box. Nothing else.", "{'box': [{}]}", obj({"box": arr("object", minItems=1, maxItems=1)}))

s.cat("table")
ROW = "written by rule"
s.ex("One Markdown table row, cells separated and surrounded by \" | \"-style pipes with single blanks: Rome, 41.9, 12.5. Only the row.", "'| ' + ' | '.join(['Rome', '41.9', '12.5']) + ' |'", ROW)
s.ex("Write the CSV line of three fields with commas between them: first `Miller, Anna`, then `5'6\"`, then `ok`. Quote only the fields that need it (RFC 4180). Nothing but the line.", "'\"Miller, Anna\",\"5\\'6\"\"\",ok'", "RFC 4180: fields with comma or quote are quoted, quotes doubled")
s.ex("The alignment row of a Markdown table with three columns: left, centre, right. Use exactly three dashes in each cell, colons for alignment, blanks around. Only that row.", "'| :' + '-' * 3 + ' | :' + '-' * 3 + ': | ' + '-' * 3 + ': |'", "colon at the side of the alignment")
s.ex("Join the values 8, 15, 23 and 42 by semicolons, no blanks. The line only.", "';'.join(map(str, (8, 15, 23, 42)))", ROW)
s.n("A Markdown table has a header, an alignment row and 14 body rows; every row has 5 cells. How many pipe characters does it have if each row begins and ends with one?", "(14 + 2) * (5 + 1)", "sixteen rows of six pipes")
s.li("Column b of this table, top to bottom, as comma-separated numbers:\na  b  c\n4  17 2\n9  3  8\n1  26 5", "[int(l.split()[1]) for l in text.splitlines()[2:]]", "read from the table")
s.js("Convert to JSON, an array of row objects, numbers as numbers:\n| name | n |\n|---|---|\n| fir | 3 |\n| oak | 12 |", "[{'name': a, 'n': int(b)} for a, b in re.findall(r'\\| (\\w+) \\| (\\d+) \\|', text)]", "read from the table", arr(obj({"name": "string", "n": "integer"})))
s.ex("Transpose the 2 × 3 table with the rows \"1 2 3\" and \"4 5 6\". Write its rows one behind another, cells separated by blanks, rows by \" / \". Nothing else.", "' / '.join(' '.join(c) for c in zip(*['1 2 3'.split(), '4 5 6'.split()]))", ROW)
s.li("Sort the rows by the second field, falling, and list the first fields with commas between: kiwi;5 | plum;12 | fig;7 | date;1", "[a for a, b in sorted(re.findall(r'(\\w+);(\\d+)', text), key=lambda x: -int(x[1]))]", "sorted")
s.n("Fixed-width record: columns 1-6 name, 7-10 amount, 11-13 code. In `Hansen0425AX7`, what is the amount?", "int('Hansen0425AX7'[6:10])", "characters 7 to 10")

s.cat("exact_format")
s.ex("Reply with exactly these five characters, no more: <a/>;", "'<a/>;'", "as the task says")
s.ex("Write 1234567.5 with commas between thousands and two decimals. Nothing else.", "'{:,.2f}'.format(1234567.5)", ROW)
s.ex("The time span of 3,725 seconds as HH:MM:SS. Only that.", "'%02d:%02d:%02d' % (3725 // 3600, 3725 % 3600 // 60, 3725 % 60)", "divided out")
s.ex("Make a slug (lower case, words joined by hyphens, punctuation dropped) of: The Cat, the Hat & 3 Bats! Answer with the slug only.", "'-'.join(re.findall('[a-z0-9]+', 'The Cat, the Hat & 3 Bats!'.lower()))", ROW)
s.ex("Give the number 45 as an eight-digit binary literal with the prefix 0b. Only the literal.", "'0b' + base(45, 2).rjust(8, '0')", ROW)
s.ex("Write the version after 2.9.9 when only the last part may grow without limit. Just the version.", "'2.9.' + str(9 + 1)", "9 + 1 in the last part")
s.ex("Mask all but the last four digits of 5500998877663210 with *, keeping the length. Reply with the 16 characters only.", "'*' * 12 + '5500998877663210'[-4:]", ROW)
s.ex("An XML element note with the attribute lang=\"en\" and the text A < B, escaped properly, on one line. Only the element.", "'<note lang=\"en\">A &lt; B</note>'", "the less-than sign has to be escaped in XML text")
s.ex("Initials of \"Johann Peter von Ems\" in capitals for the capitalised words only, each followed by a point, no blanks. Only the initials.", "''.join(w[0] + '.' for w in 'Johann Peter von Ems'.split() if w[0].isupper())", ROW)
s.ex("Write the phone number 49 30 1234567 in E.164 form. Only the number.", "'+' + ''.join(c for c in '49 30 1234567' if c.isdigit())", "a plus and digits alone")
s.write()
