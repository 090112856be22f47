using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>Finds the score of an offence code in a schedule: exact, then alias, then a unique broader code, then the ambiguity policy. Never a silent zero.</summary>
/// <remarks>
/// Rows marked expired are used only where no current row carries the code. A category name such as <c>Violence and sexual offences</c>
/// counts as a very ambiguous code. Immutable and thread-safe.
/// </remarks>
public sealed class HarmLookup
{
    private readonly Dictionary<OffenceCode, HarmRow[]> _byCode;
    private readonly Dictionary<string, HarmRow[]> _byGroup;
    private readonly Dictionary<string, string> _aliases;
    private readonly HarmLookupOptions _options;

    /// <summary>Prepares a look-up.</summary>
    /// <param name="schedule">The table.</param>
    /// <param name="options">Policy, aliases and volumes; null for the defaults.</param>
    /// <exception cref="ArgumentException">An alias is given twice or for nothing, a volume is negative, or the volume-weighted policy has no volumes.</exception>
    public HarmLookup(IHarmSchedule schedule, HarmLookupOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Schedule = schedule;
        _options = options ?? new HarmLookupOptions();
        if (_options.Ambiguity == AmbiguityPolicy.VolumeWeighted && _options.VolumeBySourceRow.Count == 0)
        {
            throw new ArgumentException("The volume-weighted policy needs VolumeBySourceRow: how often each row of the schedule occurs.", nameof(options));
        }

        foreach ((int row, double volume) in _options.VolumeBySourceRow)
        {
            if (!(volume >= 0) || double.IsInfinity(volume))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Row {row} has the volume {volume}; volumes are finite and not negative."), nameof(options));
            }
        }

        _aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string alias, string target) in _options.Aliases)
        {
            if (string.IsNullOrWhiteSpace(alias) || string.IsNullOrWhiteSpace(target) || !_aliases.TryAdd(alias.Trim(), target.Trim()))
            {
                throw new ArgumentException($"The alias “{alias}” → “{target}” is empty or given twice (without regard to case and blanks).", nameof(options));
            }
        }

        _byCode = schedule.Rows
            .SelectMany(r => r.Codes.Distinct().Select(c => (Code: c, Row: r)))
            .GroupBy(p => p.Code)
            .ToDictionary(g => g.Key, g => Current(g.Select(p => p.Row)));
        _byGroup = schedule.Rows
            .Where(r => r.Group.Length > 0)
            .GroupBy(r => r.Group.Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => Current(g), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The table.</summary>
    public IHarmSchedule Schedule { get; }

    /// <summary>The policy, aliases and volumes.</summary>
    public HarmLookupOptions Options => _options;

    /// <summary>Finds the score of an offence.</summary>
    /// <param name="codes">The record's codes for one offence, finest first: for instance an ATHENA number, then a Home Office class, then a crime-tree code.</param>
    /// <returns>The match; under the policy <see cref="AmbiguityPolicy.Fail"/>, an ambiguous code matches without a score.</returns>
    public HarmMatch Find(params ReadOnlySpan<string?> codes)
    {
        string? first = null;
        List<string> problems = [];
        HarmMatch? ambiguous = null;
        foreach (string? text in codes)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            first ??= text.Trim();
            HarmMatch match = FindOne(text.Trim(), problems);
            if (match.Quality is MatchQuality.Exact or MatchQuality.Alias or MatchQuality.Proxy)
            {
                return match;
            }

            if (match.Quality == MatchQuality.Ambiguous)
            {
                // A coarser code can only add rows, so the finest ambiguous one is kept.
                ambiguous ??= match;
            }
        }

        return ambiguous ?? new HarmMatch(first ?? "", MatchQuality.Unmatched, null, null, null, [], problems.Count > 0 ? string.Join(" ", problems.Distinct()) : "The record carries no offence code.")
        {
            Schedule = Schedule.Info.Label,
            Fingerprint = Schedule.Fingerprint,
        };
    }

    /// <summary>The score of an offence in days.</summary>
    /// <param name="code">The code in any spelling, an alias or a category name.</param>
    /// <exception cref="AnalysisException">The code is not in the table, or it is ambiguous and the policy is to fail.</exception>
    public double Score(string code)
    {
        HarmMatch match = Find(code);
        return match.ScoreDays ?? throw new AnalysisException(
            match.Quality == MatchQuality.Ambiguous ? AnalysisFailure.AmbiguousCode : AnalysisFailure.UnknownCode,
            match.Explanation);
    }

    private HarmMatch FindOne(string text, List<string> problems)
    {
        if (Direct(text, problems, out bool category) is { } rows)
        {
            return Resolve(text, rows, MatchQuality.Exact, $"“{text}” is {(category ? "a whole category of" : "in")} {Schedule.Info.Label}") with { IsCategory = category };
        }

        if (_aliases.TryGetValue(text, out string? target))
        {
            return Direct(target, problems, out bool toCategory) is { } aliased
                ? Resolve(text, aliased, MatchQuality.Alias, $"the alias “{text}” → “{target}” leads to {(toCategory ? "a whole category of " : "")}{Schedule.Info.Label}") with { IsCategory = toCategory }
                : Unmatched(text, $"The alias “{text}” → “{target}” leads to a code that {Schedule.Info.Label} does not hold.", problems);
        }

        if (OffenceCode.TryParse(text, out OffenceCode code, out _))
        {
            foreach (OffenceCode? broader in new[] { code.HomeOfficeClass, code.TreeCode })
            {
                if (broader is { } known && known != code && _byCode.TryGetValue(known, out HarmRow[]? broad))
                {
                    return Resolve(text, broad, MatchQuality.Proxy, $"“{text}” itself is not in {Schedule.Info.Label}; its broader code {known} is");
                }
            }
        }

        return Unmatched(text, $"“{text}” is not in {Schedule.Info.Label}{(Schedule.Info.IsComplete ? "" : ", which is a partial table: load the full one")}; add the row or an alias.", problems);
    }

    private HarmRow[]? Direct(string text, List<string> problems, out bool category)
    {
        category = false;
        if (OffenceCode.TryParse(text, out OffenceCode code, out string? problem))
        {
            if (_byCode.TryGetValue(code, out HarmRow[]? rows))
            {
                return rows;
            }
        }
        else if (!_aliases.ContainsKey(text) && !_byGroup.ContainsKey(text) && !_byCode.ContainsKey(OffenceCode.Local(text)))
        {
            problems.Add(problem!);
        }

        if (_byCode.TryGetValue(OffenceCode.Local(text), out HarmRow[]? local))
        {
            return local;
        }

        category = _byGroup.TryGetValue(text, out HarmRow[]? group);
        return group;
    }

    private HarmMatch Resolve(string text, HarmRow[] rows, MatchQuality quality, string how)
    {
        double low = rows.Min(r => r.ScoreDays), high = rows.Max(r => r.ScoreDays);
        if (low == high)
        {
            return Answer(text, quality, low, low, high, rows, string.Create(CultureInfo.InvariantCulture, $"{how} with {low:R} days."));
        }

        string spread = string.Create(CultureInfo.InvariantCulture, $"{how} with {rows.Length} rows that score from {low:R} to {high:R} days");
        double? score = _options.Ambiguity switch
        {
            AmbiguityPolicy.Minimum => low,
            AmbiguityPolicy.Maximum => high,
            AmbiguityPolicy.Median => Median(rows),
            AmbiguityPolicy.Interval => (low + high) / 2,
            AmbiguityPolicy.VolumeWeighted => Weighted(rows),
            _ => null,
        };
        return score is { } value
            ? Answer(text, MatchQuality.Ambiguous, value, low, high, rows, string.Create(CultureInfo.InvariantCulture, $"{spread}; the policy {_options.Ambiguity} takes {value:R}."))
            : Answer(text, MatchQuality.Ambiguous, null, low, high, rows, $"{spread}; bring a finer code{(_options.Ambiguity == AmbiguityPolicy.VolumeWeighted ? ", or volumes for these rows" : ", or name an ambiguity policy")}.");
    }

    private static double Median(HarmRow[] rows)
    {
        double[] scores = [.. rows.Select(r => r.ScoreDays).Order()];
        int middle = scores.Length / 2;
        return scores.Length % 2 == 1 ? scores[middle] : (scores[middle - 1] + scores[middle]) / 2;
    }

    private double? Weighted(HarmRow[] rows)
    {
        double sum = 0, volume = 0;
        foreach (HarmRow row in rows)
        {
            double count = _options.VolumeBySourceRow.GetValueOrDefault(row.SourceRow);
            sum += count * row.ScoreDays;
            volume += count;
        }

        return volume > 0 ? sum / volume : null;
    }

    private HarmMatch Answer(string text, MatchQuality quality, double? score, double? low, double? high, IReadOnlyList<HarmRow> rows, string explanation) =>
        new(text, quality, score, low, high, rows, char.ToUpperInvariant(explanation[0]) + explanation[1..]) { Schedule = Schedule.Info.Label, Fingerprint = Schedule.Fingerprint };

    private HarmMatch Unmatched(string text, string explanation, List<string> problems)
    {
        if (problems.Count == 0)
        {
            problems.Add(explanation);
        }

        return Answer(text, MatchQuality.Unmatched, null, null, null, [], explanation);
    }

    private static HarmRow[] Current(IEnumerable<HarmRow> rows)
    {
        HarmRow[] all = [.. rows];
        HarmRow[] current = Array.FindAll(all, r => !r.Expired);
        return current.Length > 0 ? current : all;
    }
}
