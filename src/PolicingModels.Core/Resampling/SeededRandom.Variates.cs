namespace PolicingModels;

public sealed partial class SeededRandom
{
    /// <summary>A standard normal number.</summary>
    /// <remarks>Polar method (Marsaglia and Bray 1964); the second number of each pair is not kept, so that a generator has no state but its four words.</remarks>
    public double NextGaussian()
    {
        while (true)
        {
            double u = (2 * NextDouble()) - 1, v = (2 * NextDouble()) - 1;
            double square = (u * u) + (v * v);
            if (square is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(square) / square);
            }
        }
    }

    /// <summary>An exponential number.</summary>
    /// <param name="mean">Above 0 and finite.</param>
    public double NextExponential(double mean)
    {
        RequirePositive(mean, nameof(mean));
        return -mean * AccurateMath.Log1P(-NextDouble());
    }

    /// <summary>A gamma number.</summary>
    /// <param name="shape">Above 0 and finite.</param>
    /// <param name="scale">Above 0 and finite; the mean is shape × scale.</param>
    /// <remarks>Marsaglia and Tsang 2000 (doi:10.1145/358407.358414); below shape 1 with their power of a uniform number.</remarks>
    public double NextGamma(double shape, double scale = 1)
    {
        RequirePositive(shape, nameof(shape));
        RequirePositive(scale, nameof(scale));
        if (shape < 1)
        {
            return NextGamma(shape + 1, scale) * Math.Pow(1 - NextDouble(), 1 / shape);
        }

        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextGaussian(), v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - NextDouble()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return d * v * scale;
            }
        }
    }

    /// <summary>A Poisson count.</summary>
    /// <param name="mean">0 to 1e15.</param>
    /// <remarks>Below mean 10 by adding up probabilities, above by transformed rejection (Hörmann 1993, algorithm PTRS, doi:10.1016/0167-6687(93)90997-4).</remarks>
    public long NextPoisson(double mean)
    {
        if (!(mean is >= 0 and <= 1e15))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of a Poisson draw lies between 0 and 1e15 (events).");
        }

        return mean == 0 ? 0 : mean < 10 ? PoissonByInversion(mean) : PoissonByRejection(mean);
    }

    /// <summary>A negative binomial count: a Poisson count whose mean is a gamma number.</summary>
    /// <param name="mean">0 or more.</param>
    /// <param name="size">Above 0 and finite.</param>
    public long NextNegativeBinomial(double mean, double size)
    {
        RequirePositive(size, nameof(size));
        return mean == 0 ? 0 : NextPoisson(Math.Min(NextGamma(size) * (mean / size), 1e15));
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"The {name} is finite and above 0.");
        }
    }

    private long PoissonByInversion(double mean)
    {
        double left = NextDouble(), p = Math.Exp(-mean);
        long count = 0;
        while (left >= p && count < 200)
        {
            left -= p;
            count++;
            p *= mean / count;
        }

        return count;
    }

    private long PoissonByRejection(double mean)
    {
        double root = Math.Sqrt(mean), b = 0.931 + (2.53 * root), a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4)), accept = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = NextDouble() - 0.5, v = 1 - NextDouble();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= accept)
            {
                return (long)k;
            }

            if (k < 0 || !(k < 9e15) || (us < 0.013 && v > us))
            {
                continue;
            }

            if (Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= GammaFunctions.LogPoisson(k, mean))
            {
                return (long)k;
            }
        }
    }
}
