namespace PolicingModels.SpatioTemporal;

/// <summary>Estimates the weights of a logarithmic pool of shares: where, of the events of each period, they fell.</summary>
/// <remarks>
/// The pooled share of cell i is proportional to Π shareₘᵢ^wₘ. Given a period's total the counts are multinomial, so that the error of the level says nothing about the
/// weights; the log likelihood is concave in them. Prior: wₘ ~ Normal(pₘ, deviation²), its precision multiplied by the counts' overdispersion φ under equal
/// weights. pₘ is a quarter equal and three quarters ∝ exp(ℓₘ/φ), ℓₘ the log likelihood of member m alone (pseudo Bayesian model averaging; Yao and others 2018, doi:10.1214/17-BA1091): equal weights
/// where nothing is known, the best members' where little is. Newton's steps, halved where the posterior would fall.
/// </remarks>
internal static class PoolWeights
{
    private const int MostSteps = 50;

    /// <param name="logShares">Per member the logarithms of its shares, one row of cells per period.</param>
    /// <param name="observed">Counts, likewise.</param>
    /// <param name="cells">Cells per row.</param>
    /// <param name="deviation">The prior's standard deviation.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static double[] Estimate(IReadOnlyList<double[]> logShares, double[] observed, int cells, double deviation, CancellationToken cancellationToken)
    {
        double[] equal = new double[logShares.Count];
        Array.Fill(equal, 1.0 / equal.Length);
        if (observed.Length == 0)
        {
            return equal;
        }

        double overdispersion = Overdispersion(logShares, observed, cells, equal);
        double[] prior = Prior(logShares, observed, overdispersion);
        double[] weights = [.. prior];
        Climb(new Posterior(logShares, observed, cells, prior, overdispersion / (deviation * deviation)), weights, cancellationToken);
        return weights;
    }

    /// <summary>Newton's steps to the mode, halved where the posterior would fall.</summary>
    private static void Climb(Posterior posterior, double[] weights, CancellationToken cancellationToken)
    {
        double value = posterior.Evaluate(weights);
        double[] tried = new double[weights.Length];
        for (int step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The prior keeps the matrix positive definite.
            double[] direction = Dense.SolvePositive(posterior.Information, posterior.Gradient)!;
            double scale = 1, next;
            do
            {
                for (int m = 0; m < tried.Length; m++)
                {
                    tried[m] = weights[m] + (scale * direction[m]);
                }

                next = posterior.Evaluate(tried);
                scale /= 2;
            }
            while (!(next >= value - (1e-12 * Math.Abs(value))) && scale > 1e-6);

            double moved = direction.Max(d => Math.Abs(2 * scale * d));
            tried.CopyTo(weights, 0);
            value = next;
            if (moved < 1e-8)
            {
                break;
            }
        }
    }

    /// <summary>Writes the pooled shares of one period; they sum to 1.</summary>
    public static void Pool(IReadOnlyList<double[]> logShares, ReadOnlySpan<double> weights, int from, Span<double> into)
    {
        into.Clear();
        for (int m = 0; m < weights.Length; m++)
        {
            ReadOnlySpan<double> row = logShares[m].AsSpan(from, into.Length);
            for (int i = 0; i < into.Length; i++)
            {
                into[i] += weights[m] * row[i];
            }
        }

        double most = double.NegativeInfinity, sum = 0;
        foreach (double value in into)
        {
            most = Math.Max(most, value);
        }

        for (int i = 0; i < into.Length; i++)
        {
            into[i] = Math.Exp(into[i] - most);
            sum += into[i];
        }

        for (int i = 0; i < into.Length; i++)
        {
            into[i] /= sum;
        }
    }

    /// <summary>Each member's own likelihood, tempered by the overdispersion and normed.</summary>
    private static double[] Prior(IReadOnlyList<double[]> logShares, double[] observed, double overdispersion)
    {
        double[] prior = new double[logShares.Count];
        for (int m = 0; m < prior.Length; m++)
        {
            for (int i = 0; i < observed.Length; i++)
            {
                prior[m] += observed[i] > 0 ? observed[i] * logShares[m][i] : 0;
            }
        }

        double most = prior.Max(), sum = 0;
        for (int m = 0; m < prior.Length; m++)
        {
            prior[m] = Math.Exp((prior[m] - most) / overdispersion);
            sum += prior[m];
        }

        return Array.ConvertAll(prior, p => (0.75 * p / sum) + (0.25 / prior.Length));
    }

    /// <summary>Pearson's dispersion of the counts, 1 to 10.</summary>
    private static double Overdispersion(IReadOnlyList<double[]> logShares, double[] observed, int cells, double[] weights)
    {
        double squares = 0;
        double[] share = new double[cells];
        for (int from = 0; from < observed.Length; from += cells)
        {
            ReadOnlySpan<double> counts = observed.AsSpan(from, cells);
            double total = Calibration.Sum(counts);
            if (total > 0)
            {
                Pool(logShares, weights, from, share);
                for (int i = 0; i < cells; i++)
                {
                    double away = counts[i] - (total * share[i]);
                    squares += away * away / (total * share[i]);
                }
            }
        }

        return Math.Clamp(squares / observed.Length, 1, 10);
    }

    /// <summary>The log posterior with its gradient and information at the last point asked for.</summary>
    private sealed class Posterior(IReadOnlyList<double[]> logShares, double[] observed, int cells, double[] prior, double precision)
    {
        private readonly int _members = logShares.Count;
        private readonly double[] _share = new double[cells];
        private readonly double[] _centre = new double[logShares.Count];

        public double[] Gradient { get; } = new double[logShares.Count];

        public double[,] Information { get; } = new double[logShares.Count, logShares.Count];

        public double Evaluate(double[] weights)
        {
            Array.Clear(Gradient);
            Array.Clear(Information);
            double value = 0;
            for (int from = 0; from < observed.Length; from += cells)
            {
                ReadOnlySpan<double> counts = observed.AsSpan(from, cells);
                double total = Calibration.Sum(counts);
                if (!(total > 0))
                {
                    continue;
                }

                Pool(logShares, weights, from, _share);
                for (int m = 0; m < _members; m++)
                {
                    _centre[m] = 0;
                    ReadOnlySpan<double> row = logShares[m].AsSpan(from, cells);
                    for (int i = 0; i < cells; i++)
                    {
                        _centre[m] += _share[i] * row[i];
                    }
                }

                for (int i = 0; i < cells; i++)
                {
                    value += counts[i] > 0 ? counts[i] * Math.Log(_share[i]) : 0;
                    double expected = total * _share[i];
                    for (int m = 0; m < _members; m++)
                    {
                        double away = logShares[m][from + i] - _centre[m];
                        Gradient[m] += (counts[i] - expected) * away;
                        for (int k = 0; k <= m; k++)
                        {
                            Information[m, k] += expected * away * (logShares[k][from + i] - _centre[k]);
                        }
                    }
                }
            }

            for (int m = 0; m < _members; m++)
            {
                double away = weights[m] - prior[m];
                value -= 0.5 * precision * away * away;
                Gradient[m] -= precision * away;
                Information[m, m] += precision;
            }

            return value;
        }
    }
}
