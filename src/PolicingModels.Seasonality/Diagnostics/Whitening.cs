namespace PolicingModels.Seasonality;

/// <summary>Takes the wandering level off a series and leaves its season: the one-step errors of simple exponential smoothing.</summary>
/// <remarks>
/// The tests on residuals ask for a model without a seasonal part. Autoregressions of two and more lags can follow a season that is one smooth
/// wave, which would then be missed; the integrated moving average of order one, (0,1,1), cannot, and holds the constant level (α = 0) and the
/// random walk (α = 1) as its ends. First level by least squares, α by golden section on the sum of squares.
/// </remarks>
internal static class Whitening
{
    private const double GoldenShare = 0.6180339887498949;

    public static double[] Residuals(ReadOnlySpan<double> x)
    {
        double[] residuals = new double[x.Length];
        if (!x.ContainsAnyExcept(x[0]))
        {
            return residuals;
        }

        // The sum of squares may have two dips; the golden section starts around the best of a coarse grid.
        double best = 0, lowest = double.PositiveInfinity;
        for (int i = 0; i <= 20; i++)
        {
            double squares = SumOfSquares(x, i / 20.0, residuals);
            if (squares < lowest)
            {
                (best, lowest) = (i / 20.0, squares);
            }
        }

        double low = Math.Max(0, best - 0.05), high = Math.Min(1, best + 0.05);
        double a = high - (GoldenShare * (high - low)), b = low + (GoldenShare * (high - low));
        double atA = SumOfSquares(x, a, residuals), atB = SumOfSquares(x, b, residuals);
        while (high - low > 1e-7)
        {
            if (atA < atB)
            {
                (high, b, atB) = (b, a, atA);
                a = high - (GoldenShare * (high - low));
                atA = SumOfSquares(x, a, residuals);
            }
            else
            {
                (low, a, atA) = (a, b, atB);
                b = low + (GoldenShare * (high - low));
                atB = SumOfSquares(x, b, residuals);
            }
        }

        SumOfSquares(x, (low + high) / 2, residuals);
        return residuals;
    }

    private static double SumOfSquares(ReadOnlySpan<double> x, double alpha, Span<double> residuals)
    {
        // From a level of x₀ every error is a; one unit more of first level takes b = (1 − α)^t off it.
        double level = x[0], share = 1, products = 0, squares = 0;
        for (int t = 0; t < x.Length; t++)
        {
            residuals[t] = x[t] - level;
            products += residuals[t] * share;
            squares += share * share;
            level += alpha * residuals[t];
            share *= 1 - alpha;
        }

        double shift = products / squares, sum = 0;
        share = 1;
        for (int t = 0; t < x.Length; t++)
        {
            residuals[t] -= shift * share;
            sum += residuals[t] * residuals[t];
            share *= 1 - alpha;
        }

        return sum;
    }
}
