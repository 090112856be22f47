namespace PolicingModels.HarmIndex;

/// <summary>The score of one row after attempt, multiplier, sharing and decay, to a billionth of a day.</summary>
/// <param name="Days">The score in days; 0 where the code carries none.</param>
/// <param name="LowDays">What it could be at least.</param>
/// <param name="HighDays">What it could be at most.</param>
/// <param name="IsScored">Whether the code carries a score.</param>
public readonly record struct HarmRowScore(double Days, double LowDays, double HighDays, bool IsScored);

/// <summary>The score of one row in whole parts of a day.</summary>
internal readonly record struct HarmRowUnits(long Days, long Low, long High, bool IsScored);

/// <summary>Turns a row into days of harm.</summary>
internal sealed class HarmCredit
{
    private const double FinestUnitsPerDay = 1e9;
    private const double CoarsestUnitsPerDay = 1e3;
    private const double LargestSum = 9e18;

    private readonly HarmOffences _offences;
    private readonly HarmWeights _weights;
    private readonly int[]? _sharers;
    private readonly HarmScoringOptions _options;
    private readonly double[] _decay;
    private readonly HarmRowUnits[]? _byCode;
    private readonly int _lastDay;

    public HarmCredit(HarmOffences offences, HarmWeights weights, int[]? sharers, HarmScoringOptions options)
    {
        _offences = offences;
        _weights = weights;
        _sharers = sharers;
        _options = options;
        _lastDay = options.AsOf.DayNumber - 1;
        _decay = new double[options.WindowDays];
        for (int age = 0; age < _decay.Length; age++)
        {
            _decay[age] = options.DecayFactor(age);
        }

        double largest = weights.Largest * Math.Max(1, LargestMultiplier()) * offences.Count;
        UnitsPerDay = FinestUnitsPerDay;
        while (UnitsPerDay > CoarsestUnitsPerDay && !(largest * UnitsPerDay < LargestSum))
        {
            UnitsPerDay /= 10;
        }

        if (!(largest * UnitsPerDay < LargestSum))
        {
            throw new AnalysisException(AnalysisFailure.UnsuitableSetting, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Scores of up to {weights.Largest} days and multipliers of up to {LargestMultiplier()} over {offences.Count} rows are too large to add up exactly; state weights and multipliers on a smaller scale."));
        }

        _byCode = ByCode();
    }

    /// <summary>The score of a row in the window, in whole parts of a day.</summary>
    public HarmRowUnits UnitsOf(int row)
    {
        if (_byCode is { } table)
        {
            int code = _offences.Code.Codes[row];
            return table[code < 0 ? table.Length - 1 : code];
        }

        HarmRowScore score = Of(row);
        return new HarmRowUnits(Units(score.Days), Units(score.LowDays), Units(score.HighDays), score.IsScored);
    }

    /// <summary>
    /// Scores are whole parts of a day, which add up exactly: the order of rows cannot part two persons with the same offences, as the rounding
    /// of sums of doubles would. The parts are billionths, or coarser ones where the rows are so many that sums of billionths might not fit.
    /// </summary>
    public double UnitsPerDay { get; }

    // Where nothing but the code decides a score, each code's parts are worked out once; the last place is that of rows without a code.
    private HarmRowUnits[]? ByCode()
    {
        bool attempts = !_offences.Attempt.IsEmpty && _options.AttemptFactor != 1, multiplied = _options.ApplyMultipliers && !_offences.Multiplier.IsEmpty;
        if (_options.Decay != HarmDecay.None || _sharers is not null || attempts || multiplied)
        {
            return null;
        }

        HarmRowUnits[] table = new HarmRowUnits[_offences.Code.Levels.Count + 1];
        for (int i = 0; i < table.Length; i++)
        {
            (double days, double low, double high) = _weights.At(i == table.Length - 1 ? -1 : i);
            table[i] = new HarmRowUnits(double.IsNaN(days) ? 0 : Units(days), Units(low), Units(high), !double.IsNaN(days));
        }

        return table;
    }

    /// <summary>The date that decides, by the options' basis.</summary>
    public ReadOnlySpan<int> Dates => DatesOf(_offences, _options);

    public static ReadOnlySpan<int> DatesOf(HarmOffences offences, HarmScoringOptions options) =>
        options.DateBasis == HarmDateBasis.Recorded ? offences.RecordedDay : offences.OccurredDay;

    /// <summary>The score of a row in the window.</summary>
    public HarmRowScore Of(int row)
    {
        // A row inside the window always has an age inside the table.
        double factor = _decay[_lastDay - Dates[row]] * FactorOf(row);
        return Scaled(row, _sharers is null ? factor : factor / _sharers[_offences.Offence[row]]);
    }

    /// <summary>The score a row would have had it counted in full: without decay and sharing, for rows that were left out.</summary>
    public HarmRowScore Uncounted(int row) => Scaled(row, FactorOf(row));

    /// <summary>The days of a score in whole parts.</summary>
    public long Units(double days) => (long)Math.Round(days * UnitsPerDay);

    private double FactorOf(int row)
    {
        double factor = 1;
        if (!_offences.Attempt.IsEmpty && _offences.Attempt[row])
        {
            factor *= _options.AttemptFactor;
        }

        if (_options.ApplyMultipliers && !_offences.Multiplier.IsEmpty)
        {
            factor *= _offences.Multiplier[row];
        }

        return factor;
    }

    private HarmRowScore Scaled(int row, double factor)
    {
        (double days, double low, double high) = _weights.At(_offences.Code.Codes[row]);
        return double.IsNaN(days)
            ? new HarmRowScore(0, Rounded(low * factor), Rounded(high * factor), false)
            : new HarmRowScore(Rounded(days * factor), Rounded(low * factor), Rounded(high * factor), true);
    }

    private double Rounded(double days) => Math.Round(days * UnitsPerDay) / UnitsPerDay;

    private double LargestMultiplier()
    {
        double largest = 0;
        if (_options.ApplyMultipliers)
        {
            foreach (double multiplier in _offences.Multiplier)
            {
                largest = Math.Max(largest, multiplier);
            }
        }

        return largest;
    }
}
