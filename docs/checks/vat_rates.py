"""Compares the standard VAT rates with outside packages: each state on the first of every month.

    /tmp/checks/bin/pip install duty27-eu-vat==0.1.0 eu-vat-rates-data==2026.9.29
    cargo build -p seatkeeper-server --bin seatkeeper
    /tmp/checks/bin/python docs/checks/vat_rates.py target/debug/seatkeeper

duty27-eu-vat knows every change since 2016, eu-vat-rates-data today's rates. Asks for the rate of a
sale to a buyer in another state without a VAT number.
"""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal

import duty27_eu_vat
import eu_vat_rates_data


def main():
    states = [country.code for country in duty27_eu_vat.list_countries()]
    today = date(2026, 11, 23)
    days = [date(year, month, 1) for year in range(2016, 2027) for month in range(1, 13)]
    asked = [(state, day) for state in states for day in [*days, today] if day <= today]
    requests = "\n".join(json.dumps({
        "kind": "create", "today": day.isoformat(), "currency": "EUR", "term_months": 1, "licences": 1,
        "unit_price": "100", "discount_percent": "0", "seller_country": "DE" if state == "SE" else "SE",
        "country": "GR" if state == "EL" else state, "vat_number_status": "absent",
    }) for state, day in asked)
    told = subprocess.run([sys.argv[1], "quote"], input=requests + "\n", text=True, capture_output=True, check=True)
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    wrong = []
    for (state, day), answer in zip(asked, answers, strict=True):
        rate = Decimal(answer["vat_rate_percent"])
        if rate != duty27_eu_vat.get_standard_rate(state, day):
            wrong.append(f"{state} {day}: {rate}, duty27 {duty27_eu_vat.get_standard_rate(state, day)}")
        if day == today:
            other = eu_vat_rates_data.get_standard_rate("GR" if state == "EL" else state)
            if rate != Decimal(str(other)):
                wrong.append(f"{state} today: {rate}, eu-vat-rates-data {other}")
    print(f"{len(asked)} rates of {len(states)} states; duty27 data of {duty27_eu_vat.DATA_AS_OF},",
          f"eu-vat-rates-data of {eu_vat_rates_data.data_version}; {len(wrong)} differences", *wrong, sep="\n")
    sys.exit(bool(wrong))


main()
