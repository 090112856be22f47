namespace PolicingModels.Seasonality;

/// <summary>A basic structural model fitted to a series.</summary>
internal sealed class StructuralFit : IFittedSeasonalForecaster
{
    private static readonly ArimaOrder Differences = new(0, 1, 0, 0, 1, 0);
    private static readonly double[][] Parts = [Moments(Year(1, -1)), Moments(Year(0, 0)), Moments([1, -2, 1]), Moments(Both())];

    private readonly string _name;
    private readonly MonthlySeries _history;
    private readonly double[] _filled;
    private readonly double[] _autocovariances;
    private readonly double _variance;
    private readonly SeasonalPredictiveOptions _options;

    private StructuralFit(string name, MonthlySeries history, double[] filled, double[] roots, ArimaEstimator estimator, SeasonalPredictiveOptions options)
    {
        _name = name;
        _history = history;
        _filled = filled;
        _options = options;
        _autocovariances = Covariances(roots);
        double f = estimator.Exact(_autocovariances);
        _variance = estimator.Squares / estimator.Sample.Known;
        string[] names = ["levelVariance", "slopeVariance", "seasonalVariance", "irregularVariance"];
        Parameters = [.. names.Select((n, i) => new FittedParameter(n, roots[i] * roots[i] * _variance, true)), new("logLikelihood", -0.5 * f, true)];
    }

    public IReadOnlyList<FittedParameter> Parameters { get; }

    public static StructuralFit? Estimate(string name, MonthlySeries history, SeasonalPredictiveOptions options, CancellationToken cancellationToken)
    {
        double[] filled = SeriesFill.Complete(history);
        ArimaEstimator estimator = new(history, filled, Differences, []);
        double[] best = [];
        double least = double.PositiveInfinity;
        // Roots of the variances of level, slope, season, irregular; only their ratios matter.
        foreach (double[] start in (double[][])[[0.7, 0.02, 0.1, 0.7], [0.3, 0.05, 0.3, 1], [1, 0.01, 0.02, 0.2]])
        {
            double[] roots = [.. start];
            double f = QuasiNewton.Minimise(at => estimator.Exact(Covariances(at)), roots, 1e-7, 100, cancellationToken);
            if (f < least)
            {
                (best, least) = (roots, f);
            }
        }

        return double.IsFinite(least) ? new StructuralFit(name, history, filled, best, estimator, options) : null;
    }

    public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
    {
        Setting.AtLeast(horizonMonths, 1, nameof(horizonMonths), "months");
        cancellationToken.ThrowIfCancellationRequested();
        ArimaEstimator estimator = new(_history, _filled, Differences, [], horizonMonths);
        estimator.Exact(_autocovariances);
        double[] y = [.. _filled];
        for (int i = 0; i < estimator.Sample.MissingAt.Count; i++)
        {
            y[estimator.Sample.MissingAt[i]] -= estimator.Coefficients[i];
        }

        double[] rest = ArimaDifferences.Apply(y, Differences), innovations = new double[rest.Length], ahead = new double[horizonMonths];
        estimator.Whitener.Whiten(rest, innovations);
        estimator.Whitener.Forecast(rest, innovations, ahead);
        double[] mean = ArimaDifferences.Undo(y, ahead, Differences);
        double[] errors = Errors(estimator.Whitener, rest.Length, horizonMonths), spread = new double[horizonMonths];
        for (int h = 0; h < horizonMonths; h++)
        {
            double sum = 0;
            for (int k = 0; k <= h; k++)
            {
                sum += errors[(h * horizonMonths) + k] * errors[(h * horizonMonths) + k];
            }

            spread[h] = Math.Sqrt(_variance * sum);
            for (int k = 0; k <= h; k++)
            {
                errors[(h * horizonMonths) + k] /= Math.Sqrt(sum);
            }
        }

        double[] z = ForecastAssembler.StandardNormals(_history, _options, _options.Paths, horizonMonths);
        for (int row = 0; row < z.Length; row += horizonMonths)
        {
            for (int h = horizonMonths - 1; h >= 0; h--)
            {
                double sum = 0;
                for (int k = 0; k <= h; k++)
                {
                    sum += errors[(h * horizonMonths) + k] * z[row + k];
                }

                z[row + h] = sum;
            }
        }

        return ForecastAssembler.Gaussian(_name, _history, mean, spread, z, _options, [.. HistoryNotes.Of(_history)]);
    }

    /// <summary>How the innovations to come enter the months to come, row after row: differences undone on every column of the factor.</summary>
    private static double[] Errors(ArmaWhitener whitener, int n, int horizon)
    {
        double[] errors = new double[horizon * horizon], zeros = new double[26], column = new double[horizon];
        for (int k = 0; k < horizon; k++)
        {
            for (int h = 0; h < horizon; h++)
            {
                column[h] = h < k ? 0 : whitener.Factor(n + h, n + k);
            }

            double[] undone = ArimaDifferences.Undo(zeros, column, Differences);
            for (int h = 0; h < horizon; h++)
            {
                errors[(h * horizon) + k] = undone[h];
            }
        }

        return errors;
    }

    private static double[] Covariances(ReadOnlySpan<double> roots)
    {
        double[] sum = new double[14];
        for (int part = 0; part < Parts.Length; part++)
        {
            for (int lag = 0; lag < sum.Length; lag++)
            {
                sum[lag] += roots[part] * roots[part] * Parts[part][lag];
            }
        }

        return sum;
    }

    /// <summary>1 − B¹² where the ends are 1 and −1; 1 + B + … + B¹¹ where they are not given.</summary>
    private static double[] Year(double first, double last)
    {
        double[] poly = new double[13];
        if (first == 0)
        {
            poly.AsSpan(0, 12).Fill(1);
            return poly;
        }

        poly[0] = first;
        poly[12] = last;
        return poly;
    }

    private static double[] Both()
    {
        double[] poly = new double[14];
        (poly[0], poly[1], poly[12], poly[13]) = (1, -1, -1, 1);
        return poly;
    }

    private static double[] Moments(double[] poly)
    {
        double[] moments = new double[14];
        for (int lag = 0; lag < poly.Length; lag++)
        {
            for (int i = 0; i + lag < poly.Length; i++)
            {
                moments[lag] += poly[i] * poly[i + lag];
            }
        }

        return moments;
    }
}
