namespace PolicingModels.HarmIndex;

/// <summary>The harm of one person, victim, area or dyad.</summary>
/// <param name="Entity">Its name.</param>
/// <param name="Days">Sum of scores in days.</param>
/// <param name="LowDays">The sum at its least: ambiguous and unknown codes at their lowest.</param>
/// <param name="HighDays">The sum at its most: ambiguous and unknown codes at their highest.</param>
/// <param name="Offences">Rows that count.</param>
/// <param name="Unscored">Of these, rows whose code carries no score.</param>
/// <param name="LastDay">The latest date among them.</param>
public sealed record HarmScore(string Entity, double Days, double LowDays, double HighDays, int Offences, int Unscored, DateOnly LastDay);

/// <summary>One offence's part in a score.</summary>
/// <param name="Row">The row of the offences.</param>
/// <param name="Code">The code as recorded; empty where the row has none.</param>
/// <param name="Title">The schedule's title, or the code where it has none.</param>
/// <param name="Date">The date that counts.</param>
/// <param name="Days">The days it adds after attempt, sharing and decay.</param>
/// <param name="Quality">How well its code matched.</param>
public sealed record OffenceContribution(int Row, string Code, string Title, DateOnly Date, double Days, MatchQuality Quality);

/// <summary>Scores of all entities with a row that counts, with what could not be scored. Immutable and thread-safe.</summary>
public sealed class HarmScores
{
    private readonly HarmOffences _offences;
    private readonly HarmEntities _entities;
    private readonly HarmExclusion[] _exclusions;
    private readonly HarmCredit _credit;
    private readonly HarmWeights _weights;
    private readonly double[] _days;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly int[] _rows;
    private readonly int[] _unscored;
    private readonly int[] _lastDay;
    private readonly Lazy<CoverageReport> _coverage;

    internal HarmScores(
        HarmUnit unit,
        HarmLookup lookup,
        HarmScoringOptions options,
        HarmOffences offences,
        HarmEntities entities,
        HarmExclusion[] exclusions,
        HarmCredit credit,
        HarmWeights weights,
        double[] days,
        double[] low,
        double[] high,
        int[] rows,
        int[] unscored,
        int[] lastDay)
    {
        Unit = unit;
        Schedule = lookup.Schedule;
        Options = options;
        _offences = offences;
        _entities = entities;
        _exclusions = exclusions;
        _credit = credit;
        _weights = weights;
        _days = days;
        _low = low;
        _high = high;
        _rows = rows;
        _unscored = unscored;
        _lastDay = lastDay;
        _coverage = new Lazy<CoverageReport>(MakeCoverage);
    }

    /// <summary>What was scored.</summary>
    public HarmUnit Unit { get; }

    /// <summary>The table the scores come from, with its edition and fingerprint.</summary>
    public IHarmSchedule Schedule { get; }

    /// <summary>Window, roles, exclusions, attribution and decay.</summary>
    public HarmScoringOptions Options { get; }

    /// <summary>The number of names the unit's column holds, with or without rows that count.</summary>
    public int EntityCount => _days.Length;

    /// <summary>Sum of scores in days by entity number.</summary>
    public ReadOnlySpan<double> Days => _days;

    /// <summary>Rows that count by entity number.</summary>
    public ReadOnlySpan<int> OffenceCounts => _rows;

    /// <summary>Latest date of a row that counts by entity number, as <see cref="DateOnly.DayNumber"/>; 0 where none does.</summary>
    public ReadOnlySpan<int> LastDays => _lastDay;

    /// <summary>What could and could not be scored.</summary>
    public CoverageReport Coverage => _coverage.Value;

    /// <summary>The name of an entity.</summary>
    public string Name(int entity) => _entities.Name(entity);

    /// <summary>The score of an entity.</summary>
    public HarmScore this[int entity] => new(_entities.Name(entity), _days[entity], _low[entity], _high[entity], _rows[entity], _unscored[entity], DateOnly.FromDayNumber(_lastDay[entity]));

    /// <summary>Why a row was left out; <see cref="HarmExclusion.None"/> where it counts.</summary>
    public HarmExclusion Exclusion(int row) => _exclusions[row];

    /// <summary>The offences behind an entity's score, gravest first, ties in row order. They add up to its days.</summary>
    /// <param name="entity">Its number in these scores.</param>
    public IReadOnlyList<OffenceContribution> Breakdown(int entity) => Breakdowns([entity])[0];

    /// <summary>The offences behind the scores of some entities, in one pass over the rows.</summary>
    /// <param name="entities">Their numbers in these scores, each once.</param>
    /// <returns>One list per entity in the order asked for, gravest first, ties in row order.</returns>
    public IReadOnlyList<IReadOnlyList<OffenceContribution>> Breakdowns(IReadOnlyList<int> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        List<OffenceContribution>?[] parts = new List<OffenceContribution>?[EntityCount];
        foreach (int entity in entities)
        {
            parts[entity] = [];
        }

        ReadOnlySpan<int> entityOf = _entities.OfRow;
        for (int i = 0; i < _exclusions.Length; i++)
        {
            if (_exclusions[i] == HarmExclusion.None)
            {
                parts[entityOf[i]]?.Add(Contribution(i));
            }
        }

        return [.. entities.Select(e => (IReadOnlyList<OffenceContribution>)[.. parts[e]!.OrderByDescending(p => p.Days).ThenBy(p => p.Row)])];
    }

    /// <summary>The days and the date of the gravest offence of each of some entities, in one pass; the later of two equally grave ones.</summary>
    internal Dictionary<int, (double Days, int Date)> GravestOffences(ReadOnlySpan<int> entities)
    {
        Dictionary<int, (double Days, int Date)> gravest = new(entities.Length);
        bool[] wanted = new bool[EntityCount];
        foreach (int entity in entities)
        {
            wanted[entity] = true;
            gravest[entity] = (0, 0);
        }

        ReadOnlySpan<int> entityOf = _entities.OfRow, date = _credit.Dates;
        for (int i = 0; i < _exclusions.Length; i++)
        {
            if (_exclusions[i] == HarmExclusion.None && wanted[entityOf[i]])
            {
                (double Days, int Date) own = (_credit.Of(i).Days, date[i]), known = gravest[entityOf[i]];
                gravest[entityOf[i]] = own.CompareTo(known) > 0 ? own : known;
            }
        }

        return gravest;
    }

    private OffenceContribution Contribution(int row)
    {
        HarmMatch match = _weights.Match(_offences.Code.Codes[row]);
        string code = _offences.Code[row] ?? "";
        return new OffenceContribution(row, code, match.Rows.Count == 1 ? match.Rows[0].Title : code, DateOnly.FromDayNumber(_credit.Dates[row]), _credit.Of(row).Days, match.Quality);
    }

    internal HarmOffences Offences => _offences;

    internal HarmMatch MatchOf(int row) => _weights.Match(_offences.Code.Codes[row]);

    /// <summary>The rows that count, in row order.</summary>
    internal HarmCreditedRows CreditedRows()
    {
        int[] rows = [.. Enumerable.Range(0, _exclusions.Length).Where(i => _exclusions[i] == HarmExclusion.None)];
        int[] entities = new int[rows.Length];
        double[] days = new double[rows.Length];
        ReadOnlySpan<int> entityOf = _entities.OfRow;
        for (int i = 0; i < rows.Length; i++)
        {
            entities[i] = entityOf[rows[i]];
            days[i] = _credit.Of(rows[i]).Days;
        }

        return new HarmCreditedRows(rows, entities, days);
    }

    private CoverageReport MakeCoverage()
    {
        Tally[] excluded = Tallies(Enum.GetValues<HarmExclusion>().Length);
        Tally[] quality = Tallies(Enum.GetValues<MatchQuality>().Length);
        Tally[] byCode = Tallies(_offences.Code.Levels.Count + 1);
        Tally all = new(_credit);
        for (int i = 0; i < _exclusions.Length; i++)
        {
            if (_exclusions[i] != HarmExclusion.None)
            {
                excluded[(int)_exclusions[i]].Add(_credit.Uncounted(i));
                continue;
            }

            int code = _offences.Code.Codes[i];
            HarmRowScore score = _credit.Of(i);
            quality[(int)_weights.Match(code).Quality].Add(score);
            byCode[code < 0 ? byCode.Length - 1 : code].Add(score);
            all.Add(score);
        }

        CodeCoverage[] codes =
        [
            .. Enumerable.Range(0, byCode.Length)
                .Where(c => byCode[c].Rows > 0)
                .Select(c => CodeOf(c == byCode.Length - 1 ? -1 : c, byCode[c].Sum))
                .OrderByDescending(c => c.Sum.Days)
                .ThenByDescending(c => c.Sum.Rows)
                .ThenBy(c => c.Code, StringComparer.Ordinal),
        ];
        return new CoverageReport(
            Schedule.Info.Label,
            _exclusions.Length,
            all.Rows,
            Enumerable.Range(1, excluded.Length - 1).ToDictionary(e => (HarmExclusion)e, e => excluded[e].Rows),
            Enumerable.Range(0, quality.Length).ToDictionary(q => (MatchQuality)q, q => (quality[q].Rows, quality[q].Sum.Days)),
            all.Sum.Days,
            all.Sum.LowDays,
            all.Sum.HighDays,
            [.. codes.Where(c => c.ScoreDays is null).OrderByDescending(c => c.Sum.Rows).ThenBy(c => c.Code, StringComparer.Ordinal).Select(c => new UnscoredCode(c.Code, c.Sum.Rows, c.Quality, c.Explanation))])
        {
            Fingerprint = Schedule.Fingerprint,
            ExcludedHarm = Enumerable.Range(1, excluded.Length - 1).ToDictionary(e => (HarmExclusion)e, e => excluded[e].Sum),
            Codes = codes,
        };
    }

    private CodeCoverage CodeOf(int code, CoverageSum sum)
    {
        HarmMatch match = _weights.Match(code);
        (_, double low, double high) = _weights.At(code);
        return new CodeCoverage(code < 0 ? "" : _offences.Code.Levels[code], match.Quality, match.ScoreDays, low, high, sum, match.IsCategory, match.Explanation);
    }

    private Tally[] Tallies(int count) => [.. Enumerable.Range(0, count).Select(_ => new Tally(_credit))];

    private sealed class Tally(HarmCredit credit)
    {
        private long _days;
        private long _low;
        private long _high;

        public long Rows { get; private set; }

        public CoverageSum Sum => new(Rows, _days / credit.UnitsPerDay, _low / credit.UnitsPerDay, _high / credit.UnitsPerDay);

        public void Add(HarmRowScore score)
        {
            Rows++;
            _days += credit.Units(score.Days);
            _low += credit.Units(score.LowDays);
            _high += credit.Units(score.HighDays);
        }
    }
}
