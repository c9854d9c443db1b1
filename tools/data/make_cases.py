"""Writes the made tables of docs/cases: python3 tools/data/make_cases.py FOLDER. Standard library only; the same bytes on every machine."""

import math
import os
import random
import sys
from datetime import date, timedelta


def write(folder, name, head, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(head) + "\n")
        for row in rows:
            file.write(",".join("" if cell is None else str(cell) for cell in row) + "\n")


def bread(r):
    """Loaves sold in a day, and what the shop ordered: the mean of the same weekday."""
    base = [70, 62, 64, 70, 95, 120, 40]
    for day in range(500):
        when = date(2023, 1, 2) + timedelta(days=day)
        sun, feast = round(r.uniform(0, 14), 1), int(r.random() < 0.05)
        mean = base[when.weekday()] + 1.5 * sun + 30 * feast
        yield "mon tue wed thu fri sat sun".split()[when.weekday()], sun, feast, round(base[when.weekday()] + 10), max(0, round(mean + r.gauss(0, 0.15 * mean)))


def spares(r):
    """Spare parts needed in a week; each row has its own price of a missing part and of a stored one."""
    for _ in range(500):
        hours, age, kind = round(r.uniform(20, 120)), r.randint(1, 12), r.choice("pump valve belt".split())
        standstill, storing = r.choice([5, 20, 80]), r.choice([1, 2, 4])
        mean = 0.12 * hours + 0.8 * age + {"pump": 2, "valve": 5, "belt": 9}[kind]
        yield hours, age, kind, standstill, storing, round(max(0, r.gauss(mean, 0.3 * mean)), 1)


def fraud(r):
    """Payments, 4 % of them fraud."""
    for _ in range(1500):
        amount, abroad, night, age = round(r.lognormvariate(3.5, 1), 2), int(r.random() < 0.15), int(r.random() < 0.2), r.randint(0, 120)
        score = -7.9 + 1.1 * math.log(amount) + 3 * abroad + 2.2 * night - 0.02 * age
        yield amount, abroad, night, age, "fraud" if r.random() < 1 / (1 + math.exp(-score)) else "fine"


def wine(r):
    """Grades E (worst) to A by a taster."""
    for _ in range(600):
        alcohol, acid, sugar = round(r.gauss(11, 1), 1), round(r.gauss(0.5, 0.15), 2), round(r.uniform(1, 12), 1)
        taste = 0.9 * (alcohol - 11) - 4 * (acid - 0.5) - 0.05 * sugar + r.gauss(0, 0.8)
        yield alcohol, acid, sugar, "EDCBA"[sum(taste > cut for cut in (-1.4, -0.6, 0.2, 1.0))]


def pumps(r):
    """Days until a pump broke down, or until it was last seen running."""
    for _ in range(500):
        load, warm, serviced = round(r.uniform(0.2, 1), 2), round(r.gauss(55, 10), 1), int(r.random() < 0.5)
        life = r.weibullvariate(math.exp(6.5 - 1.6 * load - 0.02 * (warm - 55) + 0.5 * serviced), 1.6)
        seen = r.uniform(20, 500)
        yield load, warm, serviced, max(1, round(min(life, seen))), int(life <= seen)


def search(r):
    """Answers to queries, with a relevance of 0 to 3."""
    for query in range(80):
        hard = r.gauss(0, 1)
        for _ in range(8):
            words, clicks, fresh = round(r.random(), 2), r.randint(0, 40), r.randint(0, 365)
            worth = 3 * words + 0.05 * clicks - 0.002 * fresh + hard + r.gauss(0, 0.6)
            yield f"q{query:02d}", words, clicks, fresh, max(0, min(3, round(worth - 1)))


def tickets(r):
    """Tickets with up to three labels."""
    for _ in range(500):
        words, calls, plan, errors = r.randint(5, 200), r.randint(0, 5), r.choice("free team firm".split()), r.randint(0, 9)
        chance = lambda score: int(r.random() < 1 / (1 + math.exp(-score)))
        yield words, calls, plan, errors, chance(-1.5 + (2 if plan == "firm" else 0)), chance(-2 + 0.6 * errors), chance(-3 + 0.9 * calls)


def clinics(r):
    """Visits of patients, several for each; the blood pressure of a patient is his own."""
    own = [r.gauss(0, 8) for _ in range(60)]
    ages = [r.randint(25, 80) for _ in range(60)]
    for visit in range(600):
        patient, dose, salt = r.randrange(60), r.choice([0, 5, 10, 20]), round(r.uniform(3, 12), 1)
        yield visit + 1, f"P{patient:02d}", ages[patient], dose, salt, round(110 + 0.5 * ages[patient] - 0.9 * dose + 1.2 * salt + own[patient] + r.gauss(0, 5))


def sales(r):
    """Sales over two years, in which customers learn to order online."""
    for day in range(600):
        online = round(min(1, max(0, 0.1 + 0.0012 * day + r.gauss(0, 0.05))), 2)
        price, rain = round(r.uniform(8, 12), 2), round(max(0, r.gauss(2, 3)), 1)
        yield (date(2022, 1, 3) + timedelta(days=day)).isoformat(), price, rain, online, round(200 - 8 * price - 2 * rain + 0.04 * day + r.gauss(0, 6), 1)


def orders(r):
    """Days until delivery, with every mistake that tables have."""
    own = [r.gauss(0, 3) for _ in range(80)]
    rows = []
    for i in range(600):
        customer, size, far, income = r.randrange(80), round(r.uniform(1, 20), 1), r.randint(5, 500), round(r.gauss(40, 8), 1)
        days = round(4 + 0.4 * size + 0.01 * far + own[customer] + r.gauss(0, 1.5), 1)
        rows.append((5000 + i, f"C{customer:02d}", size, far, 999 if r.random() < 0.05 else income, round(24 * days + r.gauss(0, 0.5), 1), days))
    return rows + rows[:20]


def claims(r):
    """Amounts of claims in euros: positive, with a long tail."""
    for _ in range(600):
        value, age, town = round(r.lognormvariate(9, 0.5)), r.randint(0, 20), r.choice("city land coast".split())
        mean = math.exp(3.5 + 0.5 * math.log(value) - 0.03 * age + {"city": 0, "land": -0.3, "coast": 0.6}[town])
        yield value, age, town, round(r.gammavariate(1.5, mean / 1.5), 2)


def flats(r, rows):
    """Rents in euros; what is large spreads more."""
    for _ in range(rows):
        area, floor, old = r.randint(20, 140), r.randint(0, 8), int(r.random() < 0.4)
        mean = 150 + 9 * area + 12 * floor - 80 * old
        yield area, floor, old, round(r.gauss(mean, 0.12 * mean))


def deliveries(r, rows):
    """Minutes until an order is at the door; the voucher for a late one is at most 30 % of what was ordered."""
    for _ in range(rows):
        distance, items, rain, hour = round(r.uniform(0.5, 9), 1), r.randint(1, 12), int(r.random() < 0.25), r.randint(11, 22)
        value = round(9 * items * r.uniform(0.5, 1.6), 2)
        rush = 1.0 if hour in (12, 13, 18, 19, 20) else 0.0
        mean = 12 + 1.1 * items + 2.2 * distance + rush * (6 + 2.4 * distance) + rain * (4 + 7 * rush)
        yield distance, items, rain, hour, value, round(mean * math.exp(r.gauss(0, 0.12)) + (r.expovariate(1 / 45) if r.random() < 0.12 else 0), 1)


def main():
    folder = sys.argv[1]
    write(folder, "bread.csv", "weekday,sun,feast,ordered,sold".split(","), bread(random.Random(1)))
    write(folder, "spares.csv", "hours,age,kind,standstill,storing,parts".split(","), spares(random.Random(2)))
    write(folder, "fraud.csv", "amount,abroad,night,months,kind".split(","), fraud(random.Random(3)))
    write(folder, "wine.csv", "alcohol,acid,sugar,grade".split(","), wine(random.Random(4)))
    write(folder, "pumps.csv", "load,warm,serviced,days,broken".split(","), pumps(random.Random(5)))
    write(folder, "search.csv", "query,words,clicks,days_old,relevance".split(","), search(random.Random(6)))
    write(folder, "tickets.csv", "words,calls,plan,errors,billing,bug,urgent".split(","), tickets(random.Random(7)))
    write(folder, "clinics.csv", "visit,patient,age,dose,salt,pressure".split(","), clinics(random.Random(8)))
    write(folder, "sales.csv", "date,price,rain,online,sold".split(","), sales(random.Random(9)))
    write(folder, "orders.csv", "id,customer,size,far,income,hours,days".split(","), orders(random.Random(10)))
    write(folder, "claims.csv", "value,age,town,amount".split(","), claims(random.Random(11)))
    head = "distance,items,rain,hour,value,minutes".split(",")
    write(folder, "deliveries.csv", head, deliveries(random.Random(15), 800))
    write(folder, "deliveries-new.csv", head, deliveries(random.Random(16), 400))
    head = "area,floor,old,rent".split(",")
    write(folder, "flats.csv", head, flats(random.Random(12), 400))
    write(folder, "flats-held.csv", head, flats(random.Random(13), 200))
    write(folder, "flats-new.csv", head, flats(random.Random(14), 20))


if __name__ == "__main__":
    main()
