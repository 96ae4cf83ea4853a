"""Card numbers that pass Luhn's check on real bank prefixes. The rest is random: no such card need exist."""

# The six digits by which Iranian banks are told apart.
PREFIXES = (
    "628023", "603799", "589210", "627961", "603770", "502229", "627760", "627412", "622106", "502908", "627488", "621986",
    "639346", "639607", "636214", "502806", "502938", "603769", "610433", "627353", "589463", "627381", "639370", "639347",
    "606373", "628157", "505801", "606256", "585983", "636949", "627884", "639194", "991975", "627648", "207177", "505785",
    "505416", "636795", "504172", "639599", "504706", "507677", "581874", "170019", "585947", "505809", "604932",
)  # fmt: skip

OWN_PREFIX = "628023"


def luhn_digit(digits):
    doubled = [sum(divmod(int(d) * 2, 10)) for d in digits[::-2]]
    plain = [int(d) for d in digits[-2::-2]]
    return str(-(sum(doubled) + sum(plain)) % 10)


def pick_card_number(random):
    prefix = OWN_PREFIX if random.random() < 0.4 else PREFIXES[random.integers(len(PREFIXES))]
    if random.random() < 0.3:  # other countries' cards too: digits must not lean on the prefixes above
        prefix = "".join(str(d) for d in random.integers(10, size=6))
    digits = prefix + "".join(str(d) for d in random.integers(10, size=9))
    return digits + luhn_digit(digits)
