namespace PolicingModels.HarmIndex;

/// <summary>A sum of harm with what it rests on.</summary>
/// <param name="Offences">Offences, each once however many persons it links.</param>
/// <param name="Days">Sum of their scores in days.</param>
/// <param name="LowDays">The sum with ambiguous and unknown codes at their lowest.</param>
/// <param name="HighDays">The sum with ambiguous and unknown codes at their highest.</param>
/// <param name="Unscored">Offences whose code carries no score.</param>
public readonly record struct HarmSum(long Offences, double Days, double LowDays, double HighDays, long Unscored);

/// <summary>Recorded crimes of one category.</summary>
/// <param name="Category">The schedule's category; in brackets where the code has none or several.</param>
/// <param name="Crimes">Crimes recorded.</param>
/// <param name="Detected">Of these, detected.</param>
public sealed record CategoryCount(string Category, long Crimes, long Detected)
{
    /// <summary>Detections per 100 crimes.</summary>
    public double DetectedPerHundred => 100.0 * Detected / Crimes;
}

/// <summary>The seven series for one period.</summary>
/// <param name="Period">The period of recording.</param>
/// <param name="CrimeHarmIndex">Harm reported by the public and committed in the period.</param>
/// <param name="Historic">Harm reported in the period and committed before it.</param>
/// <param name="Proactive">Harm found by police activity.</param>
/// <param name="CompanyDetected">Harm found by a company's own staff.</param>
/// <param name="Categories">Counts and detection rates by category, over the crimes of all four, most first.</param>
/// <param name="HarmDetectionFraction">Share of the days of <paramref name="CrimeHarmIndex"/> that belongs to detected offences; null where detection is not recorded or there is no harm.</param>
/// <param name="NotCrimes">Records left out as non-crime or cancelled.</param>
public sealed record ConsensusPeriod(
    Period Period,
    HarmSum CrimeHarmIndex,
    HarmSum Historic,
    HarmSum Proactive,
    HarmSum CompanyDetected,
    IReadOnlyList<CategoryCount> Categories,
    double? HarmDetectionFraction,
    long NotCrimes);

/// <summary>The seven series that the Cambridge Harm Index Consensus asks for, side by side.</summary>
/// <remarks>
/// Sherman and others 2020, Cambridge Journal of Evidence-Based Policing 4, doi:10.1007/s41887-020-00043-2: the index itself, counts by category,
/// historic offences, proactive policing, company-detected offences, the share of harm detected, and detection rates by category. Every crime is in
/// exactly one of the four sums, historic before proactive before company-detected. The detection fraction is taken as detected days over all days of the index.
/// An offence with several rows is read from all of them, whatever their order: see <see cref="Of"/>.
/// </remarks>
public sealed class ConsensusReport
{
    private ConsensusReport(IHarmSchedule schedule, IReadOnlyList<ConsensusPeriod> periods, bool knowsHistoric, bool knowsDetection)
    {
        Schedule = schedule;
        Periods = periods;
        KnowsHistoric = knowsHistoric;
        KnowsDetection = knowsDetection;
    }

    /// <summary>The table the scores come from.</summary>
    public IHarmSchedule Schedule { get; }

    /// <summary>The series by period.</summary>
    public IReadOnlyList<ConsensusPeriod> Periods { get; }

    /// <summary>Whether recording days are known; without them the historic series is empty, not nil.</summary>
    public bool KnowsHistoric { get; }

    /// <summary>Whether detections are known.</summary>
    public bool KnowsDetection { get; }

    /// <summary>Makes the report.</summary>
    /// <param name="offences">
    /// The offences. Rows with the same offence number are one offence: recorded and committed on the earliest days they name, of the gravest code, detected where any of
    /// them is, and come to notice as a report where any says so, before police activity and a company's staff. Rows that are no crime are set aside where one of the others
    /// is. Rows recorded on or after the end of the last period were not known in it and are not read.
    /// </param>
    /// <param name="lookup">The schedule with its policy and aliases.</param>
    /// <param name="periods">Periods of recording, not overlapping; the Consensus means years, and shorter ones make more offences historic.</param>
    /// <exception cref="ArgumentException">There is no period, or two overlap.</exception>
    public static ConsensusReport Of(HarmOffences offences, HarmLookup lookup, IReadOnlyList<Period> periods)
    {
        ArgumentNullException.ThrowIfNull(offences);
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(periods);
        Period[] sorted = [.. periods.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("The report needs at least one period.", nameof(periods));
        }

        for (int p = 1; p < sorted.Length; p++)
        {
            if (sorted[p].Overlaps(sorted[p - 1]))
            {
                throw new ArgumentException($"The periods {sorted[p - 1]} and {sorted[p]} overlap; a crime belongs to one period.", nameof(periods));
            }
        }

        HarmWeights weights = new(lookup, offences.Code);
        string[] categories = [.. Enumerable.Range(0, offences.Code.Levels.Count).Append(-1).Select(c => CategoryOf(weights.Match(c)))];
        Tally[] tallies = [.. sorted.Select(_ => new Tally())];
        foreach (OffenceFacts offence in OffenceFacts.Gather(offences, weights, sorted[^1].End))
        {
            int p = PeriodOf(sorted, offence.RecordedDay);
            if (p < 0)
            {
                continue;
            }

            if (!offence.IsCrime)
            {
                tallies[p].NotCrimes++;
                continue;
            }

            int series = offence.OccurredDay < sorted[p].Start.DayNumber ? 1 : offence.Detection == OffenceDetection.Proactive ? 2 : offence.Detection == OffenceDetection.Company ? 3 : 0;
            tallies[p].Add(series, weights.At(offence.Code), categories[offence.Code < 0 ? categories.Length - 1 : offence.Code], offence.Detected);
        }

        return new ConsensusReport(lookup.Schedule, [.. sorted.Select((period, p) => tallies[p].Finish(period, !offences.Detected.IsEmpty))], !offences.RecordedDay.IsEmpty, !offences.Detected.IsEmpty);
    }

    private static int PeriodOf(Period[] sorted, int day)
    {
        int low = 0, high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (day < sorted[middle].Start.DayNumber)
            {
                high = middle - 1;
            }
            else if (day >= sorted[middle].End.DayNumber)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }

    private static string CategoryOf(HarmMatch match)
    {
        string[] groups = [.. match.Rows.Select(r => r.Group.Trim()).Where(g => g.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        return groups.Length switch { 0 => "(no category)", 1 => groups[0], _ => "(several categories)" };
    }

    private sealed class Tally
    {
        private readonly HarmSum[] _sums = new HarmSum[4];
        private readonly Dictionary<string, (long Crimes, long Detected)> _categories = new(StringComparer.OrdinalIgnoreCase);
        private double _detectedDays;

        public long NotCrimes { get; set; }

        public void Add(int series, (double Days, double Low, double High) score, string category, bool detected)
        {
            bool scored = !double.IsNaN(score.Days);
            double days = scored ? score.Days : 0;
            HarmSum sum = _sums[series];
            _sums[series] = new HarmSum(sum.Offences + 1, sum.Days + days, sum.LowDays + score.Low, sum.HighDays + score.High, sum.Unscored + (scored ? 0 : 1));
            (long crimes, long solved) = _categories.GetValueOrDefault(category);
            _categories[category] = (crimes + 1, solved + (detected ? 1 : 0));
            _detectedDays += series == 0 && detected ? days : 0;
        }

        public ConsensusPeriod Finish(Period period, bool knowsDetection) => new(
            period,
            _sums[0],
            _sums[1],
            _sums[2],
            _sums[3],
            [.. _categories.Select(c => new CategoryCount(c.Key, c.Value.Crimes, c.Value.Detected)).OrderByDescending(c => c.Crimes).ThenBy(c => c.Category, StringComparer.Ordinal)],
            knowsDetection && _sums[0].Days > 0 ? _detectedDays / _sums[0].Days : null,
            NotCrimes);
    }
}
