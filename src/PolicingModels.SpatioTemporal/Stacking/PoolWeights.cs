namespace PolicingModels.SpatioTemporal;

/// <summary>Estimates the weights of a logarithmic pool of shares: where, of the events of each period, they fell.</summary>
/// <remarks>
/// The pooled share of cell i is proportional to Π shareₘᵢ^wₘ. Given a period's total the counts are multinomial, so that the error of the level says nothing about the
/// weights; the log likelihood is concave in them. Prior: wₘ ~ Normal(pₘ, deviation²), its precision multiplied by the counts' overdispersion φ under equal
/// weights. pₘ is a third equal and two thirds ∝ exp(ℓₘ/φ), ℓₘ the log likelihood of member m alone (pseudo Bayesian model averaging; Yao and others 2018, doi:10.1214/17-BA1091): equal weights
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
        int members = logShares.Count;
        double[] equal = new double[members];
        Array.Fill(equal, 1.0 / members);
        if (observed.Length == 0)
        {
            return equal;
        }

        double overdispersion = Overdispersion(logShares, observed, cells, equal);
        double[] prior = Prior(logShares, observed, overdispersion);
        Posterior posterior = new(logShares, observed, cells, prior, overdispersion / (deviation * deviation));
        double[] weights = [.. prior];
        double value = posterior.Evaluate(weights);
        for (int step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] direction = posterior.NewtonStep();
            double scale = 1, next;
            double[] tried;
            do
            {
                tried = [.. weights.Zip(direction, (w, d) => w + (scale * d))];
                next = posterior.Evaluate(tried);
                scale /= 2;
            }
            while (!(next >= value - (1e-12 * Math.Abs(value))) && scale > 1e-6);

            double moved = direction.Max(d => Math.Abs(2 * scale * d));
            (weights, value) = (tried, next);
            if (moved < 1e-8)
            {
                break;
            }
        }

        return weights;
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

        return Array.ConvertAll(prior, p => (2 * p / sum / 3) + (1.0 / (3 * prior.Length)));
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
        private readonly double[] _gradient = new double[logShares.Count];
        private readonly double[,] _information = new double[logShares.Count, logShares.Count];
        private readonly double[] _share = new double[cells];

        public double Evaluate(double[] weights)
        {
            Array.Clear(_gradient);
            Array.Clear(_information);
            double value = 0;
            double[] centre = new double[_members];
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
                    centre[m] = 0;
                    ReadOnlySpan<double> row = logShares[m].AsSpan(from, cells);
                    for (int i = 0; i < cells; i++)
                    {
                        centre[m] += _share[i] * row[i];
                    }
                }

                for (int i = 0; i < cells; i++)
                {
                    value += counts[i] > 0 ? counts[i] * Math.Log(_share[i]) : 0;
                    double expected = total * _share[i];
                    for (int m = 0; m < _members; m++)
                    {
                        double away = logShares[m][from + i] - centre[m];
                        _gradient[m] += (counts[i] - expected) * away;
                        for (int k = 0; k <= m; k++)
                        {
                            _information[m, k] += expected * away * (logShares[k][from + i] - centre[k]);
                        }
                    }
                }
            }

            for (int m = 0; m < _members; m++)
            {
                double away = weights[m] - prior[m];
                value -= 0.5 * precision * away * away;
                _gradient[m] -= precision * away;
                _information[m, m] += precision;
            }

            return value;
        }

        /// <summary>Solves information × step = gradient by Cholesky's factors; the prior keeps the matrix positive definite.</summary>
        public double[] NewtonStep()
        {
            double[,] factor = new double[_members, _members];
            for (int m = 0; m < _members; m++)
            {
                for (int k = 0; k <= m; k++)
                {
                    double sum = _information[m, k];
                    for (int j = 0; j < k; j++)
                    {
                        sum -= factor[m, j] * factor[k, j];
                    }

                    factor[m, k] = m == k ? Math.Sqrt(Math.Max(sum, 1e-12 * _information[m, m])) : sum / factor[k, k];
                }
            }

            double[] step = [.. _gradient];
            for (int m = 0; m < _members; m++)
            {
                for (int k = 0; k < m; k++)
                {
                    step[m] -= factor[m, k] * step[k];
                }

                step[m] /= factor[m, m];
            }

            for (int m = _members - 1; m >= 0; m--)
            {
                for (int k = m + 1; k < _members; k++)
                {
                    step[m] -= factor[k, m] * step[k];
                }

                step[m] /= factor[m, m];
            }

            return step;
        }
    }
}
