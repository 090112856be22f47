"""Writes reference.csv: special functions in 90-digit decimal arithmetic, from the standard library alone.

Each is computed in another way than the library's: log-gamma, digamma and trigamma by shifting to 120 and the asymptotic series to 54
terms with exact Bernoulli numbers; the incomplete gamma and beta functions by their all-positive power series (DLMF 8.7.1 and
8.17.8), never a continued fraction. The script checks itself against published constants and closed forms first.
Run: python3 reference.py
"""
from decimal import Decimal as D, getcontext
from fractions import Fraction as F
from pathlib import Path

getcontext().prec = 90
PI = D("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651")
SHIFT = 120


def bernoulli(n):
    numbers, row = [], [F(0)] * (n + 1)
    for m in range(n + 1):
        row[m] = F(1, m + 1)
        for j in range(m, 0, -1):
            row[j - 1] = j * (row[j - 1] - row[j])
        numbers.append(D(row[0].numerator) / D(row[0].denominator))
    return numbers


B = bernoulli(110)
TERMS = range(1, 55)


def log_gamma(x):
    product = D(1)
    while x < SHIFT:
        product *= x
        x += 1
    series = sum(B[2 * k] / (2 * k * (2 * k - 1)) / x ** (2 * k - 1) for k in TERMS)
    return (x - D("0.5")) * x.ln() - x + (2 * PI).ln() / 2 + series - product.ln()


def digamma(x):
    shift = D(0)
    while x < SHIFT:
        shift -= 1 / x
        x += 1
    return shift + x.ln() - 1 / (2 * x) - sum(B[2 * k] / (2 * k) / x ** (2 * k) for k in TERMS)


def trigamma(x):
    shift = D(0)
    while x < SHIFT:
        shift += 1 / x**2
        x += 1
    return shift + 1 / x + 1 / (2 * x * x) + sum(B[2 * k] / x ** (2 * k + 1) for k in TERMS)


def regularized_p(a, x):
    term = total = 1 / a
    n = a
    while term > total * D(10) ** -88:
        n += 1
        term *= x / n
        total += term
    return total * (a * x.ln() - x - log_gamma(a)).exp()


def log_beta(a, b):
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b)


def regularized_i(a, b, x):
    term = total = D(1)
    n = 0
    while term > total * D(10) ** -88:
        term *= (a + b + n) / (a + 1 + n) * x
        n += 1
        total += term
    return total * (a * x.ln() + b * (1 - x).ln() - log_beta(a, b)).exp() / a


def normal_cumulative(z):
    tail = (1 - regularized_p(D("0.5"), z * z / 2)) / 2 if z else D("0.5")
    return tail if z < 0 else 1 - tail


FUNCTIONS = {
    "LogGamma": log_gamma,
    "Digamma": digamma,
    "Trigamma": trigamma,
    "RegularizedP": regularized_p,
    "RegularizedQ": lambda a, x: 1 - regularized_p(a, x),
    "LogBeta": log_beta,
    "RegularizedI": regularized_i,
    "StudentT": lambda t, nu: regularized_i(nu / 2, D("0.5"), nu / (nu + t * t)) / 2,
    "NormalCumulative": normal_cumulative,
    "ExpM1": lambda x: x.exp() - 1,
    "Log1P": lambda x: (1 + x).ln(),
}

INCOMPLETE_GAMMA = "1e-6 1e-6;0.5 0.2;0.5 5;1 3;2.5 0.01;3 2.9;10 3;10 25;50 50.5;100 130;100 70;1000 990;1000 1100;1e5 100200;30 1"
ARGUMENTS = {
    "LogGamma": "1e-300;1e-12;0.001;0.5;0.9999999;1.0000001;1.3;1.999999;2.000001;2.5;14.5;15.5;170.7;1e6;1e15",
    "Digamma": "1e-12;1e-6;0.001;0.1;0.5;1;1.4616321449683623;1.5;2;3.7;9.5;10;25.25;1000;1e6;1e12",
    "Trigamma": "1e-12;1e-6;0.001;0.1;0.5;1;1.5;2;3.7;9.5;10;25.25;1000;1e6;1e12",
    "RegularizedP": INCOMPLETE_GAMMA,
    "RegularizedQ": INCOMPLETE_GAMMA,
    "LogBeta": "1e-8 1e-8;1e-6 3;0.5 0.5;1 1;2.5 7;0.001 50;9.9 9.99;10 10;3 1e6;0.01 1e9;123.4 567.8;1e5 2e5;1e-6 1e12",
    "RegularizedI": "0.5 0.5 0.3;1 1 0.7;2 3 0.25;1e-3 5 0.1;5 1e-3 0.9;10 20 0.2;10 20 0.6;50 2 0.99;0.25 400 1e-4;0.25 400 0.01;"
    "300 500 0.4;300 500 0.36;3 7 1e-5;1000 2 0.998;20000 30000 0.402",
    "StudentT": "-0.1 1;-1e3 1;-1e30 1;-4.3 2;-2.5 5.5;-0.7 5.5;-12 5.5;-300 5.5;-1e5 0.3;-2 0.3;-2.228 10;-1e-1 10;-30 12.5;-1.96 100;-0.5 100;-10 1000;-6 250.75;-60 250.75",
    "NormalCumulative": "-12;-9.3;-6.000001;-5.65;-3;-1.96;-1;-0.6629;-0.6630;-0.3;-1e-9;0;1e-9;0.5;0.6629;0.6630;1;1.96;3;5.7;8",
    "ExpM1": "-1;-0.7;-0.5;-1e-3;-1e-8;-1e-17;1e-17;1e-10;1e-5;0.01;0.5;1;1.0000001;3;50;700",
    "Log1P": "-0.999999999;-0.9;-0.5;-1e-3;-1e-8;-1e-17;1e-17;1e-10;1e-5;0.01;0.5;0.5000001;3;1e10;1e300",
}


def check():
    near = lambda x, y: abs(x - y) < D(10) ** -49
    assert near(digamma(D(1)), -D("0.57721566490153286060651209008240243104215933593992"))
    assert near(trigamma(D(1)), PI * PI / 6)
    assert near(log_gamma(D("0.5")), PI.ln() / 2)
    assert near(regularized_p(D(1), D(3)), 1 - (-D(3)).exp())
    assert near(FUNCTIONS["StudentT"](D(-1), D(1)), D("0.25"))
    assert near(FUNCTIONS["StudentT"](D(-2), D(2)), (1 - 2 / D(6).sqrt()) / 2)
    assert near(regularized_i(D(2), D(3), D("0.25")), D(67) / D(256))


if __name__ == "__main__":
    check()
    with Path(__file__).with_name("reference.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("function,arguments,value\n")
        for name, cases in ARGUMENTS.items():
            for case in cases.split(";"):
                # The arguments are taken as the doubles that they are when read.
                value = FUNCTIONS[name](*(D(float(text)) for text in case.split()))
                file.write(f"{name},{case},{value:.24e}\n")
