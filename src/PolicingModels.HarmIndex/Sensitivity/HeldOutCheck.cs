using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>What a comparison with its interval says.</summary>
public enum HeldOutVerdict
{
    /// <summary>The interval of the difference covers zero.</summary>
    NoEvidence,

    /// <summary>The whole interval is above zero.</summary>
    Better,

    /// <summary>The whole interval is below zero.</summary>
    Worse,
}

/// <summary>The list by harm against another way of making a list of the same length.</summary>
/// <param name="Against">Count, recency or chance.</param>
/// <param name="Share">Share of the later harm that the other list holds.</param>
/// <param name="Difference">Share held by the list by harm minus that of the other.</param>
public sealed record HeldOutComparison(string Against, double Share, Estimate Difference)
{
    /// <summary>Better or worse only where the interval leaves zero out.</summary>
    public HeldOutVerdict Verdict => Difference.Low > 0 ? HeldOutVerdict.Better : Difference.High < 0 ? HeldOutVerdict.Worse : HeldOutVerdict.NoEvidence;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"against {Against}: {(Verdict == HeldOutVerdict.NoEvidence ? "no evidence of a difference" : Verdict == HeldOutVerdict.Better ? "better" : "worse")}, {Difference}");
}

/// <summary>Whether a list by past harm holds more of the later harm than lists by count, by recency or by chance do.</summary>
/// <param name="AsOf">The day between past and later.</param>
/// <param name="Listed">Length of the lists.</param>
/// <param name="Eligible">Entities with an offence in the past window, from whom the lists are made.</param>
/// <param name="LaterDays">All harm of the later window, that of newcomers included.</param>
/// <param name="NewcomerShare">Share of the later harm of entities without an offence in the past window: no list can hold it.</param>
/// <param name="Share">Share of the later harm that the list by harm holds.</param>
/// <param name="Comparisons">Against count, recency and chance.</param>
public sealed record HeldOutCheck(DateOnly AsOf, int Listed, int Eligible, double LaterDays, double NewcomerShare, Estimate Share, IReadOnlyList<HeldOutComparison> Comparisons)
{
    /// <summary>Makes the lists from the window before the as-of day and scores them by the harm of a window after it.</summary>
    /// <param name="offences">Offences of both windows.</param>
    /// <param name="lookup">The schedule with its policy and aliases; the same for both windows.</param>
    /// <param name="options">Scoring of the past; <see cref="HarmScoringOptions.AsOf"/> parts past and later. The later window is scored alike, without decay.</param>
    /// <param name="unit">What is listed.</param>
    /// <param name="listed">Length of the lists, at least 1.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="laterDays">Length of the later window in days, at least 1. Default 365.</param>
    /// <param name="draws">Resamples, at least 100. Default 1000.</param>
    /// <param name="coverage">Nominal coverage of the intervals. Default 0.95.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <remarks>
    /// Those tied at the end of a list share its last places. Intervals come from a Poisson bootstrap over entities with the lists held fixed, so they state the luck
    /// of the later window, not that of the past one. The offences must run to the end of the later window; where the records stop earlier, the check is of a shorter window.
    /// </remarks>
    /// <exception cref="AnalysisException">There is no past offence, no later harm, or too little of it for intervals.</exception>
    public static HeldOutCheck Of(HarmOffences offences, HarmLookup lookup, HarmScoringOptions options, HarmUnit unit, int listed, ulong seed, int laterDays = 365, int draws = 1000, double coverage = 0.95, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(listed, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(laterDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        if (!(coverage is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is a fraction above 0 and below 1.");
        }

        HarmScores past = new HarmScorer(lookup, options).Score(offences, unit, cancellationToken);
        HarmScores later = new HarmScorer(lookup, options with { AsOf = options.AsOf.AddDays(laterDays), WindowDays = laterDays, Decay = HarmDecay.None }).Score(offences, unit, cancellationToken);
        int n = past.EntityCount;
        bool[] eligible = new bool[n];
        int eligibles = 0;
        double total = 0, newcomers = 0;
        for (int e = 0; e < n; e++)
        {
            eligible[e] = past.OffenceCounts[e] > 0;
            eligibles += eligible[e] ? 1 : 0;
            total += later.Days[e];
            newcomers += eligible[e] ? 0 : later.Days[e];
        }

        if (eligibles == 0 || total == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, eligibles == 0 ? "No offence counts in the window before the as-of day." : "No harm counts in the window after the as-of day; choose an earlier as-of day.");
        }

        int length = Math.Min(listed, eligibles);
        double[] harm = Held(past.Days.ToArray(), eligible, length);
        double[][] others =
        [
            Held(Array.ConvertAll(past.OffenceCounts.ToArray(), c => (double)c), eligible, length),
            Held(Array.ConvertAll(past.LastDays.ToArray(), d => (double)d), eligible, length),
            [.. eligible.Select(e => e ? (double)length / eligibles : 0)],
        ];
        // Entities without later harm change neither part of a share, so draws leave them out.
        int[] harmful = [.. Enumerable.Range(0, n).Where(e => later.Days[e] > 0)];
        double[] days = Array.ConvertAll(harmful, e => later.Days[e]);
        harm = Array.ConvertAll(harmful, e => harm[e]);
        others = Array.ConvertAll(others, o => Array.ConvertAll(harmful, e => o[e]));
        SeededRandom random = new(seed);
        List<double> shares = [];
        List<double>[] differences = [[], [], []];
        double[] weighted = new double[harmful.Length];
        for (int d = 0; d < draws; d++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double sum = 0;
            for (int e = 0; e < weighted.Length; e++)
            {
                weighted[e] = random.NextPoisson(1) * days[e];
                sum += weighted[e];
            }

            if (sum > 0)
            {
                double share = Dot(harm, weighted) / sum;
                shares.Add(share);
                for (int o = 0; o < others.Length; o++)
                {
                    differences[o].Add(share - (Dot(others[o], weighted) / sum));
                }
            }
        }

        if (shares.Count < draws / 2)
        {
            throw new AnalysisException(AnalysisFailure.TooFewEvents, "Most resamples hold no later harm; lengthen the later window.");
        }

        double own = Dot(harm, days) / total;
        string[] names = ["count", "recency", "chance"];
        return new HeldOutCheck(
            options.AsOf,
            length,
            eligibles,
            total,
            newcomers / total,
            new Estimate(own, PercentileInterval.Of([.. shares], coverage)!.Value),
            [.. names.Select((name, o) => Compare(name, Dot(others[o], days) / total, differences[o]))]);

        HeldOutComparison Compare(string name, double share, List<double> drawn) => new(name, share, new Estimate(own - share, PercentileInterval.Of([.. drawn], coverage)!.Value));
    }

    private static double[] Held(double[] values, bool[] eligible, int length)
    {
        double[] sorted = [.. values.Where((_, e) => eligible[e]).OrderDescending()];
        double cut = sorted[length - 1];
        int above = sorted.Count(v => v > cut), at = sorted.Count(v => v == cut);
        return [.. values.Select((v, e) => !eligible[e] ? 0 : v > cut ? 1 : v == cut ? (double)(length - above) / at : 0)];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
