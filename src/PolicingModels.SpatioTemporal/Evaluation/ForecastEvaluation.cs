namespace PolicingModels.SpatioTemporal;

/// <summary>One forecast beside what happened: what it adds to each metric, and what later tables need of it.</summary>
internal sealed class ForecastEvaluation
{
    public required double[] Totals { get; init; }

    public required double[] Expected { get; init; }

    public required double[] ProbabilityOfAny { get; init; }

    public required CellRanking Ranking { get; init; }

    public required CategoryTally Categories { get; init; }

    /// <summary>Mass of the probability integral transforms in each bin.</summary>
    public required double[] PitMass { get; init; }

    /// <summary>One randomised transform per cell.</summary>
    public required double[] Pit { get; init; }

    /// <summary>What the fit behind the forecast estimated or was set to.</summary>
    public required IReadOnlyList<FittedParameter> Parameters { get; init; }

    public required double FitSeconds { get; init; }

    public required double ForecastSeconds { get; init; }

    public static ForecastEvaluation Of(GridForecast forecast, IReadOnlyList<FittedParameter> parameters, double[] observed, double[] areas, BacktestOrigin origin, int stream, BacktestOptions options, double fitSeconds, double forecastSeconds)
    {
        int n = observed.Length;
        if (forecast.Distributions.Count != n)
        {
            throw new InvalidOperationException($"The model {forecast.Model} forecast {forecast.Distributions.Count} cells where the counts have {n}.");
        }

        double[] totals = new double[OriginTotals.Width(options.AreaPercents.Count)];
        double[] expected = new double[n], any = new double[n], pit = new double[n], pitMass = new double[PitHistogram.Bins];
        // One stream per origin, the same for every model.
        SeededRandom random = new SeededRandom(options.Seed).Fork((ulong)stream);
        double inside80 = 0, inside95 = 0;
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
            double upTo = distribution.Cumulative(count);
            double below = count == 0 ? 0 : Math.Min(upTo, distribution.Cumulative(count - 1));
            pit[i] = below + (random.NextDouble() * (upTo - below));
            inside80 += PitHistogram.Mass(below, upTo, 0.1, 0.9);
            inside95 += PitHistogram.Mass(below, upTo, 0.025, 0.975);
            for (int b = 0; b < pitMass.Length; b++)
            {
                pitMass[b] += PitHistogram.Mass(below, upTo, b / (double)pitMass.Length, (b + 1) / (double)pitMass.Length);
            }
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
        totals[OriginTotals.Inside80] = inside80;
        totals[OriginTotals.Inside95] = inside95;
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
            Categories = new CategoryTally(forecast.LikelihoodRule, expected, observed, areas),
            PitMass = pitMass,
            Pit = pit,
            Parameters = parameters,
            FitSeconds = fitSeconds,
            ForecastSeconds = forecastSeconds,
        };
    }
}
