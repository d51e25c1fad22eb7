"""Compares core's verdicts on VAT numbers with those of outside packages.

    python -m venv /tmp/checks && /tmp/checks/bin/pip install python-stdnum==2.2
    (mkdir -p /tmp/checks-js && cd /tmp/checks-js && npm install jsvat@2.5.4 stdnum@1.12.0)
    cargo build -p seatkeeper-core --example vat_numbers
    /tmp/checks/bin/python docs/checks/vat_numbers.py target/debug/examples/vat_numbers \
        docs/checks/vat_numbers.cjs /tmp/checks-js/node_modules

For each prefix: random numbers of the right shape (so that by chance some have the right check
digits), and random text. Prints a table; the differences are shown by example.
"""

import collections
import random
import subprocess
import sys

from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, ValidationError

# '#' a digit, '@' a letter, '*' a letter or digit
SHAPES = {
    "AT": ["U########"],
    "BE": ["0#########", "1#########"],
    "BG": ["#########", "##########", "{date:by}####"],
    "CY": ["########@"],
    "CZ": ["########", "#########", "6########", "{date:cz}####", "{date:cz}###"],
    "DE": ["#########"],
    "DK": ["########"],
    "EE": ["#########"],
    "EL": ["#########"],
    "ES": ["########@", "@########", "@#######@", "X#######@", "Y#######@", "Z#######@"],
    "FI": ["########"],
    "FR": ["##########" + "#", "@##########", "#@#########", "@@#########", "##000######"],
    "HR": ["###########"],
    "HU": ["########"],
    "IE": ["#######@", "#######@@", "#@#####@", "#######@A", "#######@H"],
    "IT": ["#######0###", "#######1####"[:11], "###########"],
    "LT": ["#######1#", "##########1#"],
    "LU": ["########"],
    "LV": ["###########", "{date:lv}#####", "32#########"],
    "MT": ["########"],
    "NL": ["#########B##"],
    "PL": ["##########"],
    "PT": ["#########"],
    "RO": ["#" * length for length in range(2, 11)],
    "SE": ["##########01"],
    "SI": ["########"],
    "SK": ["##########", "{date:cz}####"],
    "XI": ["#########", "############", "GD###", "HA###"],
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"


def birthday(dice, kind):
    year, month, day = dice.randrange(100), dice.randint(1, 12), dice.randint(1, 29)
    if kind == "by":
        month += dice.choice([0, 0, 20, 40])
    if kind == "cz":
        month += dice.choice([0, 20, 50, 70])
    numbers = (day, month, year) if kind == "lv" else (year, month, day)
    return "".join(f"{number:02}" for number in numbers)


def of_shape(dice, shape):
    for kind in ("by", "cz", "lv"):
        shape = shape.replace("{date:%s}" % kind, birthday(dice, kind))
    signs = {"#": DIGITS, "@": LETTERS, "*": DIGITS + LETTERS}
    return "".join(dice.choice(signs[sign]) if sign in signs else sign for sign in shape)


def numbers(dice, each):
    for prefix, shapes in SHAPES.items():
        for index in range(each):
            yield prefix + of_shape(dice, shapes[index % len(shapes)])
        for _ in range(each // 10):
            length = dice.randint(0, 13)
            yield prefix + "".join(dice.choice(DIGITS * 4 + LETTERS) for _ in range(length))


def by_stdnum(number):
    try:
        vat.validate(number)
        return "right"
    except InvalidChecksum:
        return "mistyped"
    except ValidationError:
        return "refused"


def lines_of(command, asked):
    told = subprocess.run(command, input="\n".join(asked) + "\n", text=True, capture_output=True, check=True)
    lines = told.stdout.splitlines()
    assert len(lines) == len(asked), f"{command}: {len(lines)} answers to {len(asked)} numbers"
    return lines


def main():
    ours_path, js_path, modules = sys.argv[1:4]
    each = int(sys.argv[4]) if len(sys.argv) > 4 else 20000
    asked = list(numbers(random.Random(20261123), each))
    ours = lines_of([ours_path], asked)
    js = [line.split() for line in lines_of(["node", js_path, modules], asked)]
    table = collections.defaultdict(collections.Counter)
    examples = collections.defaultdict(list)
    for number, our, (jsvat, npm_stdnum) in zip(asked, ours, js):
        prefix = number[:2]
        others = {"python-stdnum": by_stdnum(number), "jsvat": jsvat, "stdnum (npm)": npm_stdnum}
        table[prefix][our] += 1
        for name, their in others.items():
            if their == "none":
                continue
            # packages that know only right and wrong are compared on that
            same = our == their if name == "python-stdnum" else (our == "right") == (their == "right")
            if (our == "right") != (their == "right"):
                table[prefix][name] += 1
            if not same:
                examples[prefix, name, our, their].append(number)
    print(f"{len(asked)} numbers; right / mistyped / refused, then other verdicts on 'right'")
    for prefix, counts in table.items():
        print(prefix, *(counts[word] for word in ("right", "mistyped", "refused")), "|",
              *(f"{name} {counts[name]}" for name in ("python-stdnum", "jsvat", "stdnum (npm)")))
    print("differences: prefix, package, ours, theirs, how many, examples")
    for key, found in sorted(examples.items()):
        print(*key, len(found), *found[:4])


main()
