namespace PolicingModels.SpatioTemporal;

/// <summary>One forecast beside what happened: what it adds to each metric, and what later tables need of it.</summary>
internal sealed class ForecastEvaluation
{
    public required double[] Totals { get; init; }

    public required double[] Expected { get; init; }

    public required double[] ProbabilityOfAny { get; init; }

    public required CellRanking Ranking { get; init; }

    public required double FitSeconds { get; init; }

    public required double ForecastSeconds { get; init; }

    public static ForecastEvaluation Of(GridForecast forecast, double[] observed, double[] areas, BacktestOrigin origin, int stream, BacktestOptions options, double fitSeconds, double forecastSeconds)
    {
        int n = observed.Length;
        if (forecast.Distributions.Count != n)
        {
            throw new InvalidOperationException($"The model {forecast.Model} forecast {forecast.Distributions.Count} cells where the counts have {n}.");
        }

        double[] totals = new double[OriginTotals.Width(options.AreaPercents.Count)];
        double[] expected = new double[n], any = new double[n];
        double logScore = 0, poisson = 0, crps = 0, brier = 0, predicted = 0, events = 0;
        for (int i = 0; i < n; i++)
        {
            CountDistribution distribution = forecast.Distributions[i];
            long count = (long)observed[i];
            double mean = distribution.Mean;
            if (!(mean >= 0 && double.IsFinite(mean)))
            {
                throw new InvalidOperationException(FormattableString.Invariant($"The model {forecast.Model} expects {mean} events in cell {i} in {origin.Target}; expected counts are finite and not negative."));
            }

            expected[i] = mean;
            any[i] = distribution.ProbabilityOfAny;
            predicted += mean;
            events += count;
            logScore += distribution.LogScore(count);
            poisson += mean > 0 ? new PoissonDistribution(mean).LogScore(count) : count == 0 ? 0 : double.PositiveInfinity;
            crps += distribution.Crps(count);
            double miss = any[i] - (count > 0 ? 1 : 0);
            brier += miss * miss;
        }

        totals[OriginTotals.Origins] = 1;
        totals[OriginTotals.Cells] = n;
        totals[OriginTotals.Events] = events + origin.EventsOutside;
        totals[OriginTotals.Observed] = events;
        totals[OriginTotals.Predicted] = predicted;
        totals[OriginTotals.LogScore] = logScore;
        totals[OriginTotals.PoissonLogScore] = poisson;
        totals[OriginTotals.Crps] = crps;
        totals[OriginTotals.Brier] = brier;
        CellRanking ranking = new(expected, observed, areas, options.Conventions, stream);
        for (int k = 0; k < options.AreaPercents.Count; k++)
        {
            TopShareHits top = ranking.Top(options.AreaPercents[k]);
            totals[OriginTotals.Hits(k)] = top.Hits;
            totals[OriginTotals.BestHits(k)] = top.BestHits;
            totals[OriginTotals.AreaShare(k)] = top.AreaShare;
        }

        return new ForecastEvaluation
        {
            Totals = totals,
            Expected = expected,
            ProbabilityOfAny = any,
            Ranking = ranking,
            FitSeconds = fitSeconds,
            ForecastSeconds = forecastSeconds,
        };
    }
}
