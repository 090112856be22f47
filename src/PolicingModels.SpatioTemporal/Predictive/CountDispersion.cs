using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Estimates how far counts spread around their expectations: α in variance = mean + α·mean², the negative binomial of size 1/α.</summary>
public static class CountDispersion
{
    /// <summary>The smallest α told apart from Poisson spread.</summary>
    public const double Least = 1e-6;

    private const double Most = 1e3;

    // Below this α the differences of the plain formula lose too many digits.
    private const double LeastVectorised = 0.01;

    /// <summary>Matches squared errors to the variance: α = Σ((y − μ)² − μ) / Σμ².</summary>
    /// <param name="expected">Expected counts, above 0 and finite.</param>
    /// <param name="observed">What was counted, 0 or more; as many.</param>
    /// <returns>α from <see cref="Least"/> to 1000.</returns>
    /// <exception cref="ArgumentException">The lengths differ or nothing is given.</exception>
    /// <remarks>Robust to fractional counts; dominated by the cells that expect most.</remarks>
    public static double Moments(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed)
    {
        Require(expected, observed);
        double excess = 0, squares = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = observed[i] - expected[i];
            excess += (error * error) - expected[i];
            squares += expected[i] * expected[i];
        }

        return squares > 0 ? Math.Clamp(excess / squares, Least, Most) : Least;
    }

    /// <summary>Maximises the negative binomial likelihood of the counts given their expectations.</summary>
    /// <param name="expected">Expected counts, above 0 and finite.</param>
    /// <param name="observed">What was counted, 0 or more; as many. Fractional counts are split between the whole numbers around them.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>α from <see cref="Least"/> to 1000; <see cref="Least"/> where the counts spread no more than Poisson counts.</returns>
    /// <exception cref="ArgumentException">The lengths differ or nothing is given.</exception>
    /// <remarks>
    /// The score of the likelihood in α (Lawless 1987, doi:10.2307/3314912) is bracketed from the moments and solved by false position with the Illinois rule.
    /// One pass over the counts per step, under ten steps as a rule.
    /// </remarks>
    public static double MaximumLikelihood(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, CancellationToken cancellationToken = default)
    {
        Require(expected, observed);
        return MaximumLikelihood(expected, observed, [], cancellationToken);
    }

    /// <summary>The same where an observation counts in part, as a zero does that may be structural; its count is then 0.</summary>
    internal static double MaximumLikelihood(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        double[] above = CountsAbove(observed);

        // The score falls through zero once; the moments are near enough to begin with.
        double low = Math.Clamp(Moments(expected, observed), 1e-3, Most / 2);
        double lowScore = Score(expected, observed, weights, above, low), high = low, highScore = lowScore;
        while (highScore > 0)
        {
            if (high >= Most)
            {
                return Most;
            }

            (low, lowScore) = (high, highScore);
            high = Math.Min(Most, high * 2);
            highScore = Score(expected, observed, weights, above, high);
        }

        while (!(lowScore > 0))
        {
            if (low <= Least)
            {
                return Least;
            }

            (high, highScore) = (low, lowScore);
            low = Math.Max(Least, low / 4);
            lowScore = Score(expected, observed, weights, above, low);
        }

        // The Illinois rule keeps both ends moving; a hundred-thousandth of α is far below its standard error.
        int side = 0;
        for (int step = 0; step < 60 && high - low > 1e-5 * high; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double middle = ((low * highScore) - (high * lowScore)) / (highScore - lowScore);
            if (!(middle > low && middle < high))
            {
                middle = 0.5 * (low + high);
            }

            double score = Score(expected, observed, weights, above, middle);
            if (score > 0)
            {
                bool stale = side == 1;
                double moved = middle - low;
                (low, lowScore, side) = (middle, score, 1);
                highScore *= stale ? 0.5 : 1;
                if (moved < 1e-5 * middle)
                {
                    break;
                }
            }
            else
            {
                bool stale = side == -1;
                double moved = high - middle;
                (high, highScore, side) = (middle, score, -1);
                lowScore *= stale ? 0.5 : 1;
                if (moved < 1e-5 * middle)
                {
                    break;
                }
            }
        }

        return side < 0 ? high : low;
    }

    private static void Require(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed)
    {
        if (expected.IsEmpty || expected.Length != observed.Length)
        {
            throw new ArgumentException($"There are {expected.Length} expectations for {observed.Length} counts; give one of each per cell and period, and at least one.", nameof(observed));
        }
    }

    /// <summary>How many counts lie above each whole number; a fractional count is worth its fraction in its last step.</summary>
    private static double[] CountsAbove(ReadOnlySpan<double> observed)
    {
        double largest = 0;
        foreach (double count in observed)
        {
            largest = Math.Max(largest, count);
        }

        int steps = (int)Math.Min(1e8, Math.Floor(largest)) + 1;
        double[] ending = new double[steps];
        double[] above = new double[steps];
        foreach (double count in observed)
        {
            int whole = (int)Math.Min(count, steps - 1);
            ending[whole]++;
            above[whole] += count - whole;
        }

        double larger = 0;
        for (int j = steps - 1; j >= 0; j--)
        {
            above[j] += larger;
            larger += ending[j];
        }

        return above;
    }

    private static double Score(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, ReadOnlySpan<double> weights, ReadOnlySpan<double> above, double alpha)
    {
        double score = 0;
        for (int j = 1; j < above.Length; j++)
        {
            score += above[j] * j / (1 + (alpha * j));
        }

        if (weights.IsEmpty && alpha >= LeastVectorised)
        {
            return score + VectorScore(expected, observed, alpha);
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double product = alpha * expected[i];

            // log(1 + x)/α² − μ/(α(1 + x)) loses all digits for small x; its series starts at μ²/2.
            double own = product < 1e-3
                ? expected[i] * expected[i] * (0.5 - (2.0 / 3 * product) + (0.75 * product * product))
                : ((Math.Log(1 + product) / alpha) - (expected[i] / (1 + product))) / alpha;
            score += weights.IsEmpty ? own : weights[i] * own;
            score -= observed[i] * expected[i] / (1 + product);
        }

        return score;
    }

    /// <summary>The part of the score that every cell has: Σ log(1 + αμ)/α² − μ(y + 1/α)/(1 + αμ), many cells at once.</summary>
    private static double VectorScore(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, double alpha)
    {
        const int Chunk = 256;
        Span<double> spread = stackalloc double[Chunk], other = stackalloc double[Chunk];
        double logs = 0, pulls = 0;
        for (int first = 0; first < expected.Length; first += Chunk)
        {
            int count = Math.Min(Chunk, expected.Length - first);
            ReadOnlySpan<double> mean = expected.Slice(first, count);
            Span<double> one = spread[..count], two = other[..count];
            TensorPrimitives.Multiply(mean, alpha, one);
            TensorPrimitives.Add(one, 1, one);
            TensorPrimitives.Add(observed.Slice(first, count), 1 / alpha, two);
            TensorPrimitives.Multiply(two, mean, two);
            TensorPrimitives.Divide(two, one, two);
            pulls += TensorPrimitives.Sum<double>(two);
            TensorPrimitives.Log(one, one);
            logs += TensorPrimitives.Sum<double>(one);
        }

        return (logs / (alpha * alpha)) - pulls;
    }
}
