namespace PolicingModels;

/// <summary>The gamma function's family, as count distributions need it. Accurate to about 1e-14 of the larger of 1 and the result.</summary>
public static class GammaFunctions
{
    /// <summary>½ log(2π).</summary>
    internal const double HalfLogTwoPi = 0.91893853320467274178;

    // log(n!) minus Stirling's formula for n = 1 … 15, from 60-digit arithmetic; entry 0 is not used.
    private static ReadOnlySpan<double> StirlingErrors =>
    [
        0,
        0.0810614667953272582196,
        0.0413406959554092940938,
        0.0276779256849983391487,
        0.0207906721037650931115,
        0.0166446911898211921631,
        0.0138761288230707479987,
        0.0118967099458917700950,
        0.0104112652619720964974,
        0.0092554621827127329177,
        0.0083305634333628712564,
        0.0075736754879518407949,
        0.0069428401072095298656,
        0.0064089941880042070684,
        0.0059513701127588477356,
        0.0055547335519628013710,
    ];

    /// <summary>log Γ(x + 1) − [½ log(2πx) + x log x − x]: how far Stirling's formula is from the log-factorial.</summary>
    /// <param name="x">Above 0; need not be whole.</param>
    /// <remarks>Table, recurrence and asymptotic series after Loader 2000, <i>Fast and Accurate Computation of Binomial Probabilities</i>, section 2.</remarks>
    public static double StirlingError(double x)
    {
        if (!(x > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "Stirling's formula needs an argument above 0.");
        }

        if (x <= 15 && x == Math.Floor(x))
        {
            return StirlingErrors[(int)x];
        }

        double shift = 0;
        while (x < 15)
        {
            // δ(x) = δ(x + 1) + (x + ½) log(1 + 1/x) − 1; for larger x the last two cancel, so they go by the accurate difference.
            double step = 1 / x;
            shift += step <= 0.25 ? (0.5 * step) + ((x + 0.5) * AccurateMath.Log1PMinusX(step)) : ((x + 0.5) * AccurateMath.Log1P(step)) - 1;
            x += 1;
        }

        if (double.IsInfinity(x))
        {
            return 0;
        }

        double y = 1 / (x * x);
        return shift + (((1.0 / 12) - ((1.0 / 360) - ((1.0 / 1260) - ((1.0 / 1680) - ((1.0 / 1188) - ((691.0 / 360360) - (1.0 / 156 * y)) * y) * y) * y) * y) * y) / x);
    }

    /// <summary>log Γ(x).</summary>
    /// <param name="x">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="x"/> is not above 0.</exception>
    public static double LogGamma(double x)
    {
        if (!(x > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "log Γ is taken of a number above 0.");
        }

        if (x is 1 or 2)
        {
            return 0;
        }

        // Near the zeros at 1 and 2 Stirling's terms cancel; the Taylor series about each is exact there.
        if (Math.Abs(x - 1) < 0.3)
        {
            return LogGammaNearOne(x - 1);
        }

        if (Math.Abs(x - 2) < 0.3)
        {
            return LogGammaNearOne(x - 2) + AccurateMath.Log1P(x - 2);
        }

        return HalfLogTwoPi + ((x - 0.5) * Math.Log(x)) - x + StirlingError(x);
    }

    /// <summary>log n!.</summary>
    /// <param name="n">0 or more.</param>
    public static double LogFactorial(long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return n < 2 ? 0 : HalfLogTwoPi + ((n + 0.5) * Math.Log(n)) - n + StirlingError(n);
    }

    /// <summary>x log(x / m) + m − x, the deviance part of a Poisson probability, accurate where x is near m.</summary>
    /// <param name="x">0 or more.</param>
    /// <param name="m">Above 0.</param>
    /// <remarks>The quantity Loader 2000 (section 2) calls the deviance; here through log(1 + t) − t.</remarks>
    public static double PoissonDeviance(double x, double m) => PoissonDeviance(x, m, x - m);

    /// <summary>Digamma ψ(x), the derivative of log Γ.</summary>
    /// <param name="x">Above 0.</param>
    public static double Digamma(double x)
    {
        if (!(x > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "ψ is taken of a number above 0.");
        }

        double shift = 0;
        while (x < 10)
        {
            shift -= 1 / x;
            x += 1;
        }

        double y = 1 / (x * x);
        return shift + Math.Log(x) - (0.5 / x) - (y * ((1.0 / 12) - (y * ((1.0 / 120) - (y * ((1.0 / 252) - (y * ((1.0 / 240) - (y * ((1.0 / 132) - (y * ((691.0 / 32760) - (y / 12)))))))))))));
    }

    /// <summary>Trigamma ψ′(x).</summary>
    /// <param name="x">Above 0.</param>
    public static double Trigamma(double x)
    {
        if (!(x > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "ψ′ is taken of a number above 0.");
        }

        double shift = 0;
        while (x < 10)
        {
            shift += 1 / (x * x);
            x += 1;
        }

        double y = 1 / (x * x);
        return shift + (1 / x) + (y / 2) + (y / x * ((1.0 / 6) - (y * ((1.0 / 30) - (y * ((1.0 / 42) - (y * ((1.0 / 30) - (y * ((5.0 / 66) - (y * ((691.0 / 2730) - (y * 7 / 6)))))))))))));
    }

    /// <summary>The regularised lower incomplete gamma function P(a, x): the probability that a gamma variable of shape a and scale 1 is at most x.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="x">0 or more.</param>
    public static double RegularizedP(double a, double x) => Regularized(a, x, upper: false);

    /// <summary>The regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x): accurate to about 1e-14 of itself where x is at least a + 1, elsewhere of 1.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="x">0 or more.</param>
    public static double RegularizedQ(double a, double x) => Regularized(a, x, upper: true);

    /// <summary>The deviance part where the difference x − m is known better than its ends.</summary>
    internal static double PoissonDeviance(double x, double m, double difference)
    {
        if (x == 0)
        {
            return m;
        }

        // x log(x/m) + m − x = x [t − log(1 + t)] with t = (m − x)/x.
        double t = -difference / x;
        return Math.Abs(t) < 0.5 ? -x * AccurateMath.Log1PMinusX(t) : (x * Math.Log(x / m)) - difference;
    }

    /// <summary>log of x^a e^−x / Γ(a + 1): a Poisson probability at a count that need not be whole.</summary>
    internal static double LogPoisson(double a, double x) =>
        a == 0 ? -x
        : x == 0 ? double.NegativeInfinity
        : -StirlingError(a) - PoissonDeviance(a, x) - HalfLogTwoPi - (0.5 * Math.Log(a));

    private static double LogGammaNearOne(double e)
    {
        // log Γ(1 + e) by Stirling after shifting up by 15, each shift a log1p, so that the constant parts cancel analytically.
        double product = 0;
        for (int i = 1; i <= 15; i++)
        {
            product += AccurateMath.Log1P(e / i);
        }

        // log Γ(16 + e) − log 15!, expanded about 15: both Stirling forms differenced term by term.
        double ratio = AccurateMath.Log1P(e / 15);
        double difference = (e * Math.Log(15)) + ((15.5 + e) * ratio) - e + (StirlingError(15 + e) - StirlingError(15));
        return difference - product;
    }

    private static double Regularized(double a, double x, bool upper)
    {
        if (!(a > 0) || double.IsInfinity(a))
        {
            throw new ArgumentOutOfRangeException(nameof(a), a, "The shape is a finite number above 0.");
        }

        if (!(x >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "The argument is 0 or more.");
        }

        if (x == 0 || double.IsInfinity(x))
        {
            return upper == (x == 0) ? 1 : 0;
        }

        double front = Math.Exp(LogPoisson(a, x));
        if (x < a + 1)
        {
            double term = 1, sum = 1;
            for (double n = a + 1; term > sum * 1e-17; n++)
            {
                term *= x / n;
                sum += term;
            }

            double p = Math.Min(1, front * sum);
            return upper ? 1 - p : p;
        }

        // Legendre's continued fraction by the modified Lentz method; all its partial denominators are positive here.
        double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
        for (int i = 1; i < 1_000_000; i++)
        {
            double an = -i * (i - a);
            b += 2;
            d = 1 / NotZero((an * d) + b);
            c = NotZero(b + (an / c));
            double delta = d * c;
            h *= delta;
            if (Math.Abs(delta - 1) < 1e-16)
            {
                break;
            }
        }

        double q = Math.Min(1, front * a * h);
        return upper ? q : 1 - q;
    }

    private static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
}
