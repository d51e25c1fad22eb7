"""Computes quotes with Python's decimal and compares them with `seatkeeper quote`, whole answers.

    cargo build -p seatkeeper-server --bin seatkeeper
    cargo run -q -p seatkeeper-core --example random_requests 50000 7 > /tmp/requests
    python3 docs/checks/price.py target/debug/seatkeeper /tmp/requests

Written from the rules of price, not from the code. It needs Python's standard library only. Of a
refused request it computes why by itself, and compares the kind of refusal; whether a VAT number
fits its pattern is not judged here (docs/checks/vat_numbers.py does) but taken from the answer.
"""

import calendar
import collections
import json
import re
import subprocess
import sys
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext

getcontext().prec = 80
DECIMALS = {"JPY": 0, "KWD": 3, "CLF": 4}
MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
RATES = {
    "AT": [("2015-01-01", "20")], "BE": [("2015-01-01", "21")], "BG": [("2015-01-01", "20")],
    "CY": [("2015-01-01", "19")], "CZ": [("2015-01-01", "21")],
    "DE": [("2015-01-01", "19"), ("2020-07-01", "16"), ("2021-01-01", "19")],
    "DK": [("2015-01-01", "25")],
    "EE": [("2015-01-01", "20"), ("2024-01-01", "22"), ("2025-07-01", "24")],
    "ES": [("2015-01-01", "21")], "FI": [("2015-01-01", "24"), ("2024-09-01", "25.5")],
    "FR": [("2015-01-01", "20")], "GR": [("2015-01-01", "23"), ("2016-06-01", "24")],
    "HR": [("2015-01-01", "25")], "HU": [("2015-01-01", "27")],
    "IE": [("2015-01-01", "23"), ("2020-09-01", "21"), ("2021-03-01", "23")],
    "IT": [("2015-01-01", "22")], "LT": [("2015-01-01", "21")],
    "LU": [("2015-01-01", "17"), ("2023-01-01", "16"), ("2024-01-01", "17")],
    "LV": [("2015-01-01", "21")], "MT": [("2015-01-01", "18")], "NL": [("2015-01-01", "21")],
    "PL": [("2015-01-01", "23")], "PT": [("2015-01-01", "23")],
    "RO": [("2015-01-01", "24"), ("2016-01-01", "20"), ("2017-01-01", "19"), ("2025-08-01", "21")],
    "SE": [("2015-01-01", "25")], "SI": [("2015-01-01", "22")],
    "SK": [("2015-01-01", "20"), ("2025-01-01", "23")],
}


class Refused(Exception):
    pass


def month_later(start, months, anchor_day):
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(anchor_day, calendar.monthrange(year, month + 1)[1]))


def whole(amount, currency):
    exponent = Decimal(1).scaleb(-DECIMALS.get(currency, 2))
    rounded = amount.quantize(exponent, rounding=ROUND_HALF_UP)
    if abs(rounded / exponent) > 2**63 - 1:
        raise Refused("amount_too_large")
    return rounded


def rate_of(country, today):
    known = [rate for first, rate in RATES.get(country, []) if first <= today.isoformat()]
    if not known:
        raise Refused("no_vat_rate")
    return Decimal(known[-1])


def vat_of(asked, today):
    """Treatment, rate and reason."""
    seller = "FR" if asked["seller_country"] == "MC" else asked["seller_country"]
    buyer = "FR" if asked["country"] == "MC" else asked["country"]
    number = re.sub(r"[\s.\-]", "", asked.get("vat_number") or "").upper()
    prefix = number[:2]
    if prefix not in [*(set(MEMBERS) - {"GR"}), "EL", "XI"]:
        prefix = ""
    if buyer == seller:
        return "standard", rate_of(seller, today), "seller_country"
    if buyer not in MEMBERS:
        northern = buyer == "GB" and prefix == "XI"
        return "outside_scope", Decimal(0), "northern_ireland" if northern else "outside_eu"
    if not prefix:
        state = "no_number"
    elif prefix != {"GR": "EL"}.get(buyer, buyer):
        state = "number_of_other_country"
    elif asked["vat_number_status"] == "valid":
        return "reverse_charge", Decimal(0), "reverse_charge"
    else:
        status = asked["vat_number_status"]
        state = "number_" + ("pending" if status == "absent" else status)
    return "standard", rate_of(buyer, today), f"destination_rate: {state}"


def period_of(asked, today):
    """First day, end, paid months, why."""
    term = asked["term_months"]
    running = asked.get("period")
    if running:
        start = date.fromisoformat(running["anchor"])
        anchor_day = running.get("anchor_day", start.day)
        last = calendar.monthrange(start.year, start.month)[1]
        if not 1 <= anchor_day <= 31 or min(anchor_day, last) != start.day:
            raise Refused("bad_value")
        months = running["months"]
        ends = [month_later(start, index, anchor_day) for index in range(months + 1)]
    if asked["kind"] == "top_up":
        ahead = sum(1 for end in ends[1:] if end > today)
        if ahead == 0:
            raise Refused("period_ended")
        return start, ends[-1], ahead, "started_months"
    if asked["kind"] == "renew" and running and today < ends[-1] + timedelta(days=7):
        return ends[-1], month_later(ends[-1], term, anchor_day), term, "whole_period"
    return today, month_later(today, term, today.day), term, "whole_period"


def plain(number):
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def price(asked):
    today, currency = date.fromisoformat(asked["today"]), asked["currency"]
    start, end, months, why = 0, 0, 0, ""
    if not 1 <= asked["licences"] <= 100000:
        # a period that does not fit is told first
        period_of({**asked, "kind": "create"}, today)
        raise Refused("licences")
    start, end, months, why = period_of(asked, today)
    treatment, rate, reason = vat_of(asked, today)
    unit, percent = Decimal(asked["unit_price"]), Decimal(asked["discount_percent"])
    amount = whole(unit * asked["licences"] * months, currency)
    discount = whole(amount * percent / 100, currency)
    net = amount - discount
    vat = whole(net * rate / 100, currency)
    total = whole(net + vat, currency)
    decimals = max(DECIMALS.get(currency, 2), len(plain(unit).partition(".")[2]))
    lines = [{"kind": "licences", "quantity": asked["licences"], "months": months,
              "unit_price": format(unit.quantize(Decimal(1).scaleb(-decimals)), "f"),
              "amount": format(amount, "f"), "reason": why}]
    if percent:
        lines.append({"kind": "discount", "percent": plain(percent),
                      "amount": format(-discount if discount else discount, "f"), "reason": "reseller_discount"})
    lines.append({"kind": "vat", "percent": plain(rate), "amount": format(vat, "f"), "reason": reason})
    return {"months": months, "list": format(amount, "f"), "discount": format(discount, "f"),
            "net": format(net, "f"), "vat_treatment": treatment, "vat_rate_percent": plain(rate),
            "vat": format(vat, "f"), "total": format(total, "f"), "period_start": start.isoformat(),
            "period_end": end.isoformat(), "lines": lines}


def main():
    command, path = sys.argv[1:3]
    with open(path, "rb") as file:
        told = subprocess.run([command, "quote"], stdin=file, capture_output=True, check=True).stdout
    with open(path, encoding="utf-8") as file:
        requests = file.read()[:-1].split("\n")
    answers = told.decode().splitlines()
    assert len(requests) == len(answers), f"{len(requests)} requests, {len(answers)} answers"
    counts, wrong = collections.Counter(), []
    for request, answer in zip(requests, answers):
        answer = json.loads(answer)
        code = answer.get("error", {}).get("code")
        if code in ("not_json", "missing_key", "unknown_key", "repeated_key", "vat_number", "bad_value"):
            counts[f"refused before any arithmetic: {code}"] += 1
            continue
        try:
            expected = price(json.loads(request))
        except Refused as refusal:
            expected = str(refusal)
        if expected == (code or answer):
            counts["the same quote" if code is None else f"refused alike: {code}"] += 1
        else:
            wrong.append((request, answer, expected))
    for name, count in sorted(counts.items()):
        print(f"{count:7} {name}")
    print(f"{len(wrong):7} differences of {len(requests)} requests")
    for request, answer, expected in wrong[:5]:
        print(request, json.dumps(answer), json.dumps(expected), sep="\n  ")
    sys.exit(bool(wrong))


main()
