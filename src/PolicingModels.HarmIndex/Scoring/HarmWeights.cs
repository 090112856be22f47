namespace PolicingModels.HarmIndex;

/// <summary>The scores of a column's distinct codes, looked up once each, so that ten million rows cost ten million array reads.</summary>
public sealed class HarmWeights
{
    private readonly HarmMatch[] _matches;
    private readonly double[] _days;
    private readonly double[] _low;
    private readonly double[] _high;

    /// <summary>Looks up every distinct code of a column.</summary>
    /// <param name="lookup">The schedule with its policy and aliases.</param>
    /// <param name="code">The column of codes as recorded.</param>
    public HarmWeights(HarmLookup lookup, CategoryColumn code)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(code);
        // The last place is that of rows without a code, so that code −1 finds it at index Length − 1.
        _matches = [.. code.Levels.Select(level => lookup.Find(level)), lookup.Find((string?)null)];
        double least = lookup.Schedule.Rows.Min(r => r.ScoreDays), most = lookup.Schedule.Rows.Max(r => r.ScoreDays);
        _days = Array.ConvertAll(_matches, m => m.ScoreDays ?? double.NaN);
        _low = Array.ConvertAll(_matches, m => m.LowDays ?? least);
        _high = Array.ConvertAll(_matches, m => m.HighDays ?? most);
    }

    /// <summary>The greatest score that any row could carry, in days.</summary>
    internal double Largest => _high.Max();

    /// <summary>The match of a code.</summary>
    /// <param name="code">An index into the column's levels, or −1 for a missing code.</param>
    public HarmMatch Match(int code) => _matches[code < 0 ? _matches.Length - 1 : code];

    /// <summary>Writes the score of every row in days; NaN where the code carries none.</summary>
    /// <param name="codes">The codes of the rows.</param>
    /// <param name="days">Receives one score per row.</param>
    /// <exception cref="ArgumentException"><paramref name="days"/> is shorter than <paramref name="codes"/>.</exception>
    public void ScoreRows(ReadOnlySpan<int> codes, Span<double> days)
    {
        if (days.Length < codes.Length)
        {
            throw new ArgumentException($"There is room for {days.Length} scores of {codes.Length} rows.", nameof(days));
        }

        ReadOnlySpan<double> table = _days;
        for (int i = 0; i < codes.Length; i++)
        {
            int code = codes[i];
            days[i] = table[code < 0 ? table.Length - 1 : code];
        }
    }

    internal (double Days, double Low, double High) At(int code)
    {
        int index = code < 0 ? _days.Length - 1 : code;
        return (_days[index], _low[index], _high[index]);
    }

    /// <summary>The graver of two codes, that of the ordinally lesser text where they are equally grave.</summary>
    internal int Graver(CategoryColumn codes, int code, int other)
    {
        int by = Gravity(code).CompareTo(Gravity(other));
        return by > 0 || (by == 0 && string.CompareOrdinal(Text(code), Text(other)) <= 0) ? code : other;

        string? Text(int at) => at < 0 ? null : codes.Levels[at];
    }

    // A code without a score must not hide behind one with a small score, nor the reverse: its highest possible score decides.
    internal double Gravity(int code) => At(code) is var (days, _, high) && double.IsNaN(days) ? high : days;
}
